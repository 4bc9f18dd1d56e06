#!/bin/bash
# What tracing system calls costs the target and a bystander, side by side, in interleaved rounds.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
rounds=5
culprit="$here/../culprit"
bin="$here/../scenarios/target/bin"
methods="nothing strace perf culprit command"

usage() {
    cat <<EOF
usage: trace-cost.sh [--rounds N] [--culprit COMMAND] [--bin DIR] [--methods "LIST"]

Prints a Markdown table for each of two targets:
  fast   recv-loop, which calls recvfrom in vain, over a million times a second
  paced  the same with a fixed amount of work between two calls, about 20 000 a second
One at a time is traced by each of the methods, round after round; the figures are medians over the rounds, the ratios
medians of each round's ratio to "nothing" in the same round. A bystander that nobody traces runs meanwhile.

  --rounds N         default $rounds; fewer than 5 are not worth printing
  --culprit COMMAND  default $culprit; run as COMMAND diagnose --pid P --for 5s --format json
  --bin DIR          the built scenarios, default $bin
  --methods "LIST"   of: $methods

  CULPRIT_TRACE_CMD  a command that is run as  \$CULPRIT_TRACE_CMD PID SECONDS  and traces for all of that time

Wall-clock time counts what the target waits for its tracer; it also counts others who use the same core, so the machine
should be quiet. CPU time is the target's own. Needs root, strace and perf (linux-perf); what is missing is skipped.
EOF
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --rounds | --culprit | --bin | --methods)
            [ $# -ge 2 ] || { usage >&2 && exit 2; }
            case $1 in
                --rounds) rounds=$2 ;;
                --culprit) culprit=$2 ;;
                --bin) bin=$2 ;;
                --methods) methods=$2 ;;
            esac
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done
case $rounds in '' | *[!0-9]* | 0) usage >&2 && exit 2 ;; esac
[ -x "$bin/recv-loop" ] || { echo "trace-cost.sh: $bin/recv-loop is missing: make -C scenarios" >&2 && exit 3; }

# shellcheck source=bench/common.sh
. "$here/common.sh"

# Both may be a command with options.
read -ra culprit_command <<<"$culprit"
read -ra trace_command <<<"${CULPRIT_TRACE_CMD:-}"

PACED_RATE=20000  # calls a second
STEP_MS=250       # the targets print so often
STEPS=8           # of which so many are measured: 2 s
SETTLE_SECONDS=1  # after a tracer has attached
TRACE_SECONDS=8   # longer than any measurement, so that it is attached to the end
DIAGNOSE_SECONDS=5
LIFE_SECONDS=3600

mapfile -t cores < <(taskset -cp $$ | sed 's/.*: //' | tr , '\n' | awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }')
[ "${#cores[@]}" -ge 2 ] || die "needs two CPUs: one for the target, one for the tracer"
target_core=${cores[-1]}
tool_core=${cores[0]}
bystander_core=${cores[0]}
[ "${#cores[@]}" -lt 3 ] || bystander_core=${cores[1]}

lines() {
    grep -c '^iterations' "$1" || true
}

# From line FROM to line TO of a target's output: wall-clock and CPU nanoseconds for each iteration.
per_iteration() {
    grep '^iterations' "$1" | sed -n "$2,$3p" | tr '=' ' ' | awk '{ n += $2; wall += $4; cpu += $6 }
        END { if (n) printf "%.2f %.2f %d %.0f %.0f\n", wall / n, cpu / n, n, wall, cpu }'
}

# Starts one method on a process; sets $tool, or leaves it empty.
attach() {
    local pid=$1 method=$2 on=(taskset -c "$tool_core")
    tool=
    case $method in
        nothing) return ;;
        strace) start "${on[@]}" strace -c -f -o /dev/null -p "$pid" >>"$scratch/log" 2>&1 ;;
        perf) start "${on[@]}" perf trace -s -o /dev/null -p "$pid" >>"$scratch/log" 2>&1 ;;
        command) start "${on[@]}" "${trace_command[@]}" "$pid" "$TRACE_SECONDS" >>"$scratch/log" 2>&1 ;;
        culprit) start "${on[@]}" "${culprit_command[@]}" diagnose --pid "$pid" --for "${DIAGNOSE_SECONDS}s" --format json \
            >"$scratch/json" 2>>"$scratch/log" ;;
    esac
    tool=$started
}

# On a busy machine a tracer takes its time; what cannot be asked has only the settling time.
await_attached() {
    local method=$1 tries=0
    while [ $((tries += 1)) -le 50 ]; do
        case $method in
            strace) ! grep -q '^TracerPid:.*[1-9]' "/proc/$target/status" || break ;;
            perf) [ -z "$(find "/proc/$tool/fd" -lname '*perf_event*' -print -quit 2>/dev/null)" ] || break ;;
            *) break ;;
        esac
        sleep 0.1
    done
    sleep "$SETTLE_SECONDS"
}

# One line to $scratch/results: target, method, wall, cpu, bystander's cpu.
measure() {
    local name=$1 method=$2 from by_from tries=0 status=0
    attach "$target" "$method"
    if [ "$method" = culprit ]; then # it traces in bursts, so its whole run is measured
        from=$(lines "$scratch/target")
        by_from=$(lines "$scratch/bystander")
        wait "$tool" || status=$?
        stop "$tool"
        [ "$status" -le 1 ] || { skip culprit "diagnose ended with status $status: $(tail -n 1 "$scratch/log")" && return; }
    else
        await_attached "$method"
        from=$(lines "$scratch/target")
        by_from=$(lines "$scratch/bystander")
        while [ "$(lines "$scratch/target")" -lt $((from + 1 + STEPS)) ] && [ $((tries += 1)) -lt 60 ]; do sleep 0.1; done
        if [ -n "$tool" ]; then
            kill -0 "$tool" 2>/dev/null || status=1
            stop "$tool"
            [ "$status" = 0 ] || { skip "$method" "it ended before the measurement did: $(tail -n 1 "$scratch/log")" && return; }
        fi
    fi
    local to by_to wall cpu count wall_sum cpu_sum by_cpu
    to=$(lines "$scratch/target") by_to=$(lines "$scratch/bystander")
    [ "$method" = culprit ] || to=$((to < from + 1 + STEPS ? to : from + 1 + STEPS))
    # The first line is left out: a part of it lies before.
    read -r wall cpu count wall_sum cpu_sum < <(per_iteration "$scratch/target" $((from + 2)) "$to") || { skip "$method" "the target made no call" && return; }
    read -r _ by_cpu _ < <(per_iteration "$scratch/bystander" $((by_from + 2)) "$by_to") || by_cpu=0
    echo "$name $method $wall $cpu $by_cpu" >>"$scratch/results"
    [ "$method" != nothing ] || nothing_cpu=$cpu
    [ "$method" != culprit ] || attached "$name" "$count" "$wall_sum" "$cpu_sum" "$by_cpu"
}

# From the seconds that culprit says it was attached, and this round's cost of nothing: the cost while attached.
attached() {
    local traced
    traced=$(grep -o '"tracedSeconds" *: *[0-9.eE+-]*' "$scratch/json" | head -n 1 | sed 's/.*: *//')
    [ -n "$traced" ] || { skip culprit-attached "no tracedSeconds in the JSON" && return; }
    awk -v name="$1" -v n="$2" -v wall="$3" -v cpu="$4" -v base="$nothing_cpu" -v t="$traced" 'BEGIN {
        share = t * 1e9 / wall
        while_attached = share * cpu / (n - (1 - share) * cpu / base)
        if (share >= 0.1 && share <= 1 && while_attached > 0) printf "%s culprit-attached - %.2f -\n", name, while_attached
    }' >>"$scratch/results"
}

skip() {
    say "skipped $1: $2"
    skipped[$1]=$2
}

wanted() {
    case $1 in
        strace | perf) command -v "$1" >/dev/null || { skip "$1" "not installed" && return 1; } ;;
        command) [ -n "${CULPRIT_TRACE_CMD:-}" ] || { skip command "CULPRIT_TRACE_CMD is not set" && return 1; } ;;
        culprit) command -v "${culprit_command[0]}" >/dev/null || { skip culprit "$culprit is not there" && return 1; } ;;
    esac
}

declare -A skipped=()
declare -A label=(
    [nothing]="nothing attached" [strace]="\`strace -c -f -p\`" [perf]="\`perf trace -s -p\`"
    [culprit]="\`culprit diagnose --for ${DIAGNOSE_SECONDS}s\`, whole run" [culprit-attached]="\`culprit diagnose\`, while attached"
    [command]="\`${CULPRIT_TRACE_CMD:-}\`"
)

column() {
    awk -v t="$1" -v m="$2" -v c="$3" '$1 == t && $2 == m && $c != "-" { print $c }' "$scratch/results" | median |
        awk '{ printf $1 < 1000 ? "%.1f\n" : "%.0f\n", $1 }'
}

# The ratio to nothing of the same round: median, and lowest to highest.
ratios() {
    awk -v t="$1" -v m="$2" -v c="$3" '$1 == t && $2 == "nothing" { base = $c } $1 == t && $2 == m && $c != "-" && base > 0 { printf "%.3f\n", $c / base }' \
        "$scratch/results" >"$scratch/ratios"
    [ -s "$scratch/ratios" ] || { echo "–" && return; }
    printf '%.3f× (%s–%s)\n' "$(median <"$scratch/ratios")" "$(sort -g "$scratch/ratios" | head -n 1)" "$(sort -g "$scratch/ratios" | tail -n 1)"
}

table() {
    local name=$1 title=$2 method
    printf '\n%s\n\n' "$title"
    echo "| method | wall ns | ratio (lowest–highest) | CPU ns | ratio (lowest–highest) | bystander CPU ns | ratio (lowest–highest) |"
    echo "|---|---:|---:|---:|---:|---:|---:|"
    for method in nothing command culprit-attached culprit perf strace; do
        grep -q "^$name $method " "$scratch/results" || continue
        local wall by
        wall=$(column "$name" "$method" 3) by=$(column "$name" "$method" 5)
        echo "| ${label[$method]} | ${wall:-–} | $(ratios "$name" "$method" 3) | $(column "$name" "$method" 4) | $(ratios "$name" "$method" 4) | ${by:-–} | $(ratios "$name" "$method" 5) |"
    done
}

: >"$scratch/results"
: >"$scratch/log"
chosen=()
for method in nothing $methods; do
    case " ${chosen[*]} " in *" $method "*) continue ;; esac
    [ -n "${label[$method]:-}" ] || { usage >&2 && exit 2; }
    wanted "$method" || continue
    chosen+=("$method")
done

start nice -n 19 taskset -c "$bystander_core" "$bin/recv-loop" --every "$STEP_MS" --seconds "$LIFE_SECONDS" >"$scratch/bystander"
await_ready "$scratch/bystander"
calls=()
for name in fast paced; do
    options=()
    [ "$name" = fast ] || options=(--rate "$PACED_RATE")
    start taskset -c "$target_core" "$bin/recv-loop" "${options[@]}" --every "$STEP_MS" --seconds "$LIFE_SECONDS" >"$scratch/target"
    target=$started
    await_ready "$scratch/target"
    for round in $(seq "$rounds"); do
        say "$name target, round $round of $rounds: ${chosen[*]}"
        for method in "${chosen[@]}"; do
            # What failed once is not tried again.
            [ -z "${skipped[$method]:-}" ] && measure "$name" "$method"
        done
    done
    stop "$target"
    calls+=("$(column "$name" nothing 4 | awk '{ printf "%.0f", 1e9 / $1 }')")
done

echo "$(machine). Target on CPU $target_core, tracer on CPU $tool_core, bystander on CPU $bystander_core; medians of $rounds rounds."
table fast "A loop of failing \`recvfrom\`, ${calls[0]} calls for each second of CPU; for each call:"
table paced "The same with work in between, ${calls[1]} calls for each second of CPU; for each call with its work:"
for method in "${!skipped[@]}"; do printf '\nSkipped %s: %s\n' "$method" "${skipped[$method]}"; done
