# shellcheck shell=bash
# What the benchmarks share: their own children, and no others, are ended on exit; medians; a word on the machine.

scratch=$(mktemp -d)
children=()

# Sets $started; a function in $(...) could not remember its child.
start() {
    "$@" &
    started=$!
    children+=("$started")
}

# INT first, which tracers take as "detach and summarise"; KILL after five seconds.
stop() {
    local pid=$1 tries=0
    kill -INT "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null && [ $((tries += 1)) -le 50 ]; do sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    local kept=() child
    for child in "${children[@]}"; do [ "$child" = "$pid" ] || kept+=("$child"); done
    children=("${kept[@]}")
}

finish() {
    trap - EXIT
    local child
    for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null || true; done
    sleep 0.2
    for child in "${children[@]}"; do kill -KILL "$child" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
    echo "${0##*/}: $*" >&2
}

die() {
    say "$*"
    exit 3
}

# Waits for the "ready" line of a scenario in a file.
await_ready() {
    local file=$1 tries=0
    until grep -q '^ready ' "$file" 2>/dev/null; do
        [ $((tries += 1)) -le 200 ] || die "a scenario did not become ready: $(cat "$file")"
        sleep 0.1
    done
}

# Of numbers on standard input.
median() {
    sort -g | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

machine() {
    local model virtual=bare
    model=$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
    grep -qw hypervisor /proc/cpuinfo && virtual='virtual machine'
    echo "Linux $(uname -r) $(uname -m), $(nproc) CPUs (${model:-model unknown}), $virtual, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -u +%F)"
}
