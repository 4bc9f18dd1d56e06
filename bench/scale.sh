#!/bin/bash
# How the size of a host slows an investigation: few processes against thousands of processes and sockets.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
rounds=3
culprit="$here/../culprit"
bin="$here/../scenarios/target/bin"
processes=5000
sockets=10000

usage() {
    cat <<EOF
usage: scale.sh [--rounds N] [--culprit COMMAND] [--bin DIR] [--processes P] [--sockets S]

Prints a Markdown table: wall-clock time, time to the first line on stderr and peak RSS of  culprit diagnose --for 5s,
on the host as it is and with a swarm of $processes sleeping processes and $sockets TCP sockets on loopback.

  --rounds N         default $rounds; the figures are medians
  --culprit COMMAND  default $culprit
  --bin DIR          the built scenarios, default $bin

Needs /usr/bin/time (package time).
EOF
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --rounds | --culprit | --bin | --processes | --sockets)
            [ $# -ge 2 ] || { usage >&2 && exit 2; }
            case $1 in
                --rounds) rounds=$2 ;;
                --culprit) culprit=$2 ;;
                --bin) bin=$2 ;;
                --processes) processes=$2 ;;
                --sockets) sockets=$2 ;;
            esac
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done
case $rounds$processes$sockets in *[!0-9]*) usage >&2 && exit 2 ;; esac
[ "$rounds" -gt 0 ] || { usage >&2 && exit 2; }
[ -x "$bin/swarm" ] || { echo "scale.sh: $bin/swarm is missing: make -C scenarios" >&2 && exit 3; }
[ -x /usr/bin/time ] || { echo "scale.sh: /usr/bin/time is missing: apt-get install time" >&2 && exit 3; }

# shellcheck source=bench/common.sh
. "$here/common.sh"

read -ra culprit_command <<<"$culprit" # it may have options
WINDOW_SECONDS=5
LIFE_SECONDS=600

# Notes when the first line is complete (a progress line may end with a carriage return), and keeps the rest.
first_line() {
    local c
    while IFS= read -r -n 1 -d '' c; do
        printf '%s' "$c"
        case $c in $'\n' | $'\r') date +%s.%N >"$scratch/first" && break ;; esac
    done
    cat
}

# One line to the results: host, wall seconds, seconds to the first line, peak RSS in MB.
run() {
    local host=$1 status=0 begin end first
    rm -f "$scratch/first"
    begin=$(date +%s.%N)
    { /usr/bin/time -v -o "$scratch/time" "${culprit_command[@]}" diagnose --for "${WINDOW_SECONDS}s" >"$scratch/out"; } 2>&1 | first_line >"$scratch/err" || status=$?
    end=$(date +%s.%N)
    [ "$status" -le 1 ] || die "$culprit diagnose ended with status $status: $(tail -n 3 "$scratch/err")"
    first=$(cat "$scratch/first" 2>/dev/null || true)
    awk -v host="$host" -v b="$begin" -v e="$end" -v f="$first" -v rss="$(awk '/Maximum resident/ { print $NF }' "$scratch/time")" \
        'BEGIN { printf "%s %.2f %s %.0f\n", host, e - b, f == "" ? "-" : sprintf("%.2f", f - b), rss / 1024 }' >>"$scratch/results"
}

row() {
    local host=$1 label=$2 first
    first=$(awk -v h="$host" '$1 == h && $3 != "-" { print $3 }' "$scratch/results" | median)
    echo "| $label | $(awk -v h="$host" '$1 == h { print $2 }' "$scratch/results" | median) s | ${first:-none}${first:+ s} | $(awk -v h="$host" '$1 == h { print $4 }' "$scratch/results" | median) MB |"
}

: >"$scratch/results"
# One run beforehand, which may have to build and to fill caches.
run warm-up
idle=$(find /proc -maxdepth 1 -name '[0-9]*' | wc -l)
for round in $(seq "$rounds"); do
    say "the host as it is, round $round of $rounds"
    run idle
done
start "$bin/swarm" --processes "$processes" --sockets "$sockets" --seconds "$LIFE_SECONDS" >"$scratch/swarm"
swarm=$started
await_ready "$scratch/swarm"
for round in $(seq "$rounds"); do
    say "with a swarm, round $round of $rounds"
    run swarm
done
stop "$swarm"

echo "$(machine). \`culprit diagnose --for ${WINDOW_SECONDS}s\`, medians of $rounds runs, after one to warm up."
echo
echo "| host | whole run | first line | peak RSS |"
echo "|---|---:|---:|---:|"
row idle "as it is, $idle processes"
row swarm "with $processes processes and $sockets TCP sockets more"
