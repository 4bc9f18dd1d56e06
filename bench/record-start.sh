#!/bin/bash
# What the recorder costs in its first minute, when a JVM starts and every process is new: beside its peers' first minute, and
# beside a JVM that only says a word, below which no Java program can come.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
root=$(readlink -f -- "$here/..")
size=1000
rounds=3
seconds=59
THREADS_EACH=3

usage() {
    cat <<EOF
usage: record-start.sh [--size $size] [--rounds $rounds] [--seconds $seconds] [--no-peers]

Starts a herd of processes, then for each round, one after the other: a bare JVM with the recorder's options and a start-up cache
of its own, "culprit record --every 10s", and beside it atop and pidstat where they are installed. Prints medians: milliseconds of
CPU, of the launcher's children too, 3 s after the start and in the whole time, and RSS at its end. CULPRIT_RECORD_CMD replaces the
command "$root/culprit record". The recording is new each time.
EOF
}

peers=yes
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --no-peers) peers= && shift ;;
        --size | --rounds | --seconds)
            [ $# -ge 2 ] || { usage >&2 && exit 2; }
            case $1 in
                --size) size=$2 ;;
                --rounds) rounds=$2 ;;
                --seconds) seconds=$2 ;;
            esac
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done
case $size$rounds$seconds in *[!0-9]*) usage >&2 && exit 2 ;; esac
command -v cc >/dev/null || { echo "record-start.sh: cc is missing: apt-get install gcc libc6-dev" >&2 && exit 3; }

# shellcheck source=bench/common.sh
. "$here/common.sh"
# Of common.sh: the directory that is removed at the end, and the last child.
: "$scratch" "${started:=}"
read -ra record <<<"${CULPRIT_RECORD_CMD:-$root/culprit record}"

cc -O2 -pthread -o "$scratch/herd" "$here/herd.c" || die "herd.c does not compile"
mkfifo "$scratch/life"
"$scratch/herd" "$size" "$THREADS_EACH" <>"$scratch/life" >"$scratch/ready" &
children+=("$!")
await_ready "$scratch/ready"
# Builds and makes the start-up cache where they are missing: not what is measured.
"${record[@]}" --help >/dev/null

# Milliseconds of CPU: nanoseconds of the living threads, and clock ticks of children that were waited for.
cpu() {
    local of
    of=$(cat "/proc/$1"/task/*/schedstat 2>/dev/null | awk '{ sum += $1 } END { printf "%.0f", sum / 1e6 }')
    awk -v own="$of" -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print own + ($14 + $15) * 1000 / hz }' "/proc/$1/stat"
}

rss() {
    awk '/^VmRSS:/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"
}

row() {
    echo "$1 $2 $3 $4" >>"$scratch/results"
}

# The recorder's own options, but for what names its files.
options() {
    tr '\0' '\n' <"/proc/$1/cmdline" | grep -E '^-(X|D(file|std)|-enable)' | grep -vE 'AOTCache|Xlog' | tr '\n' ' '
}

bare() {
    local java
    java=$("$root/culprit" --print-jdk)/bin/java
    cat >"$scratch/Bare.java" <<'JAVA'
public class Bare {
    public static void main(String[] args) throws InterruptedException {
        System.out.println("ready");
        Thread.sleep(Long.parseLong(args[0]));
    }
}
JAVA
    (cd "$scratch" && "${java}c" Bare.java && printf 'Main-Class: Bare\n' >manifest && "${java%java}jar" cfm bare.jar manifest Bare.class)
    # shellcheck disable=SC2086 # Several options.
    "$java" $1 -XX:-AOTRecordTraining -XX:AOTCacheOutput="$scratch/bare.aot" -Xlog:disable -Xlog:all=off -jar "$scratch/bare.jar" 1 >/dev/null 2>&1
    local round
    for round in $(seq "$rounds"); do
        # shellcheck disable=SC2086 # As above.
        start "$java" $1 -XX:AOTCache="$scratch/bare.aot" -Xlog:disable -Xlog:all=off -jar "$scratch/bare.jar" 10000 >/dev/null
        sleep 3
        row bare "$(cpu "$started")" "$(cpu "$started")" "$(rss "$started")"
        stop "$started"
    done
}

: >"$scratch/results"
for round in $(seq "$rounds"); do
    say "round $round of $rounds: $seconds seconds"
    declare -A pids=()
    rm -rf "$scratch/store" "$scratch/atop"
    start "${record[@]}" --quiet --every 10s --store "$scratch/store" </dev/null
    pids[culprit]=$started
    if [ -n "$peers" ] && command -v atop >/dev/null; then
        ATOPACCT='' start atop -w "$scratch/atop" 10 >/dev/null 2>&1 </dev/null
        pids[atop]=$started
    fi
    if [ -n "$peers" ] && command -v pidstat >/dev/null; then
        LC_ALL=C start pidstat -p ALL -u -r -d -w -v -h 10 >"$scratch/pidstat" 2>/dev/null </dev/null
        pids[pidstat]=$started
    fi
    sleep 3
    declare -A early=()
    for name in "${!pids[@]}"; do early[$name]=$(cpu "${pids[$name]}"); done
    sleep $((seconds - 3))
    for name in "${!pids[@]}"; do row "$name" "${early[$name]}" "$(cpu "${pids[$name]}")" "$(rss "${pids[$name]}")"; done
    [ "$round" -gt 1 ] || flags=$(options "${pids[culprit]}")
    for name in "${!pids[@]}"; do stop "${pids[$name]}"; done
done
bare "$flags"

echo "$(machine). $size processes in the herd, medians of $rounds round(s), each a new recording."
echo
echo "| | CPU after 3 s, ms | in $seconds s, ms | % of a core | RSS, MB |"
echo "|---|---:|---:|---:|---:|"
for name in culprit bare atop pidstat; do
    grep "^$name " "$scratch/results" >"$scratch/rows" || continue
    column() { awk "{ print \$$1 }" "$scratch/rows" | median; }
    of=$(column 3)
    share=$(awk -v ms="$of" -v s="$seconds" 'BEGIN { printf "%.2f", ms / s / 10 }')
    [ "$name" != bare ] || share=$(awk -v ms="$of" 'BEGIN { printf "%.2f", ms / 600 }')
    label=$name
    [ "$name" != bare ] || label="a JVM alone, its first 3 s"
    echo "| $label | $(column 2) | $of | $share | $(column 4) |"
done
