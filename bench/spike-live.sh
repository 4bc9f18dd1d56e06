#!/bin/bash
# From the beginning of a misbehaviour to the spike that a running recorder tells, and to the evidence that it stores. The host must
# be quiet otherwise: what others do is a spike, too.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
# shellcheck source=bench/common.sh
. "$here/common.sh"
root=${here%/*}

usage() {
    cat <<EOF
usage: spike-live.sh [--rounds N] [--every TIME] [--known DIR] [SCENARIO ...]

A recorder watches the quiet host for eleven minutes. Then, N times (default 3) for each SCENARIO (default networkingd, spin, fork-storm):
another recorder goes on with a copy of that recording (every TIME, default 10s), sees a quiet host for 75 seconds, and the scenario
begins. Printed are the seconds to the told spike and to the stored evidence, the median and all of them, and how often it was named.

  --known DIR   a recording of this host's last hour, its recorder ended: instead of the eleven minutes
EOF
}

rounds=3
every=10s
known=
scenarios=()
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --rounds) rounds=$2 && shift ;;
        --every) every=$2 && shift ;;
        --known) known=$2 && shift ;;
        -*) usage >&2 && exit 2 ;;
        *) scenarios+=("$1") ;;
    esac
    shift
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=(networkingd spin fork-storm)

WATCH_SECONDS=660
CALM_SECONDS=75
# An investigation takes twelve; a host that is full, some times that.
LONGEST_SECONDS=150

now() { date +%s%3N; }

# Of all CPUs, not idle; and how many of them that is since a reading in $1, at the millisecond $2.
ticks() { awk '$1 == "cpu" { print $2 + $3 + $4 + $7 + $8; exit }' /proc/stat; }
busy() { awk -v t="$(($(ticks) - $1))" -v m="$(($(now) - $2))" 'BEGIN { printf "%.2f", t * 10 / m }'; }

"$root/culprit" --version >/dev/null
make -s -C "$root/scenarios"
if [ -z "$known" ]; then
    known=$scratch/known
    say "watching this host for $WATCH_SECONDS s"
    start "$root/culprit" record --every "$every" --store "$known" --quiet
    sleep "$WATCH_SECONDS"
    kill -TERM "$started"
    wait "$started" || true
fi
[ -f "$known/spikes/usual" ] || die "$known has no spikes/usual: its recorder has not ended yet"

spikes_of() { find "$1/spikes" -name '*.spike' | wc -l; }
seconds() { awk -v m="$1" 'BEGIN { if (m == "") print "never"; else printf "%.1f", m / 1000 }'; }

echo "| scenario | sample every | busy before, CPUs | told after, s: median; all | evidence after, s: median; all | named |"
echo "|---|---|---|---|---|---|"
for scenario in "${scenarios[@]}"; do
    told=()
    stored=()
    loads=()
    named=0
    for ((round = 1; round <= rounds; round++)); do
        store=$scratch/$scenario-$round
        cp -a "$known" "$store"
        find "$store/spikes" -name '2*' -delete
        log=$scratch/$scenario-$round.log
        start "$root/culprit" record --every "$every" --store "$store" 2>"$log"
        recorder=$started
        from_ticks=$(ticks)
        from_time=$(now)
        sleep "$CALM_SECONDS"
        loads+=("$(busy "$from_ticks" "$from_time")")
        if [ "$(spikes_of "$store")" -gt 0 ]; then
            say "$scenario, round $round: a spike before it began, so it cannot be told: $(grep ' from .* to ' "$log" | tail -n 1)"
        fi
        begin=$(now)
        start "$root/scenarios/target/bin/$scenario" --seconds "$LONGEST_SECONDS" >/dev/null
        bad=$started
        spike=
        evidence=
        while [ -z "$evidence" ] && [ $(($(now) - begin)) -lt $((LONGEST_SECONDS * 1000)) ]; do
            if [ -z "$spike" ] && [ "$(spikes_of "$store")" -gt 0 ]; then
                spike=$(($(now) - begin))
            fi
            if [ -n "$(find "$store/spikes" -name '2*.evidence.json.gz' -print -quit)" ]; then
                evidence=$(($(now) - begin))
            fi
            sleep 0.1
        done
        stop "$bad"
        kill -TERM "$recorder"
        wait "$recorder" || true
        said=$(grep -v ' recording every ' "$log" | grep ' from .* to ' | tail -n 1 || true)
        say "$scenario, round $round: told after $(seconds "$spike") s, stored after $(seconds "$evidence") s: ${said:-nothing was told}"
        case $said in *"$scenario"*) named=$((named + 1)) ;; esac
        told+=("$(seconds "$spike")")
        stored+=("$(seconds "$evidence")")
    done
    echo "| $scenario | $every | $(printf '%s\n' "${loads[@]}" | median) | $(printf '%s\n' "${told[@]}" | median); ${told[*]} |" \
        "$(printf '%s\n' "${stored[@]}" | median); ${stored[*]} | $named of $rounds |"
done
echo
machine
