#!/bin/bash
# Every scenario and every twin: becomes ready, and leaves nothing behind, whether it is ended in order, killed, or
# its parent dies. Prints a line for each; exit status 1 when one fails. Takes the names of scenarios, default all.
set -euo pipefail

bin=$(dirname -- "$(readlink -f -- "$0")")/target/bin
CANNOT_BE_STAGED=77
READY_TRIES=400 # of 0.05 s
GONE_TRIES=50

all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
failed=0

# The process and its descendants, in one pass: a swarm has thousands.
tree() {
    ps -eo pid=,ppid= | awk -v root="$1" '{ parent[$1] = $2 } END {
        for (pid in parent) { for (p = pid; p != "" && p != root && p > 1; p = parent[p]); if (p == root) print pid }
    }'
}

alive() {
    ps -eo pid=,stat= | awk 'NR == FNR { wanted[$1]; next } $1 in wanted && $2 !~ /^[ZX]/ { print $1 }' <(printf '%s\n' "$@") - | tr '\n' ' '
}

check() {
    local ending=$1 parent pid members tries=0 left made scratch
    shift
    scratch=$(mktemp -d -p "$all") # of its own: the shell of the one before may still write its status
    # The parent that a test would be; it notes the pid, and the exit status.
    sh -c '"$@" >"$0/out" 2>"$0/err" & echo $! >"$0/pid"; wait $!; echo $? >"$0/status"' "$scratch" "$bin/$1" "${@:2}" --seconds 60 2>"$scratch/shell" &
    parent=$!
    disown "$parent" # or bash would announce its death
    until { grep -q '^ready ' "$scratch/out" && [ -s "$scratch/pid" ]; } 2>/dev/null || [ -s "$scratch/status" ] || [ $((tries += 1)) -gt $READY_TRIES ]; do sleep 0.05; done
    if [ -s "$scratch/status" ]; then
        [ "$(cat "$scratch/status")" = $CANNOT_BE_STAGED ] && echo "skip  $*: $(cat "$scratch/err")" && return
        echo "FAIL  $*: ended with status $(cat "$scratch/status"): $(head -n 1 "$scratch/err")"
        failed=1
        return
    fi
    pid=$(cat "$scratch/pid")
    mapfile -t members < <(tree "$pid")
    case $ending in
        term) kill -TERM "$pid" || true ;;
        kill) kill -KILL "$pid" || true ;;
        parent) kill -KILL "$parent" ;;
    esac
    tries=0
    while left=$(alive "${members[@]}") && [ -n "$left" ] && [ $((tries += 1)) -le $GONE_TRIES ]; do sleep 0.1; done
    # What the ready line says that it made in the file system.
    for made in $(grep -oE '/(tmp|sys)/[^ ]+' "$scratch/out" || true); do [ ! -e "$made" ] || left="$left $made"; done
    if [ -z "$left" ]; then
        echo "ok    $*, $ending: ${#members[@]} processes"
    else
        echo "FAIL  $*, $ending: left behind: $left"
        failed=1
    fi
}

[ $# -gt 0 ] || set -- "$bin"/*
for program in "${@##*/}"; do
    for twin in '' --healthy; do
        for ending in term kill parent; do check "$ending" "$program" ${twin:+"$twin"}; done
    done
done
exit $failed
