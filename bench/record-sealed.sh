#!/bin/bash
# What a process-sample of this host, with whatever runs on it, takes on disk: while it is written, and once its segment is sealed.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
# shellcheck source=bench/common.sh
. "$here/common.sh"

case ${1:-} in
    --help | -h) echo "usage: record-sealed.sh [SECONDS [EVERY]]     records that long (default 600, each 1s), as root" && exit 0 ;;
esac
seconds=${1:-600}
every=${2:-1s}
store=$scratch/recording
culprit=$here/../culprit

bytes() { cat "$store"/00000001.* | wc -c; }

"$culprit" record --quiet --spikes-per-day 0 --every "$every" --for "${seconds}s" --store "$store"
written=$(bytes)
# Another boot ends the segment, and its samples find time to seal the old one: some columns at each.
echo 11111111-2222-3333-4444-555555555555 >"$scratch/boot"
unshare -m sh -c "mount --bind '$scratch/boot' /proc/sys/kernel/random/boot_id &&
    exec '$culprit' record --quiet --spikes-per-day 0 --every 1s --for 40s --store '$store'"
[ -e "$store/00000001.seg" ] || { say "the segment was not sealed within 40 s" && exit 1; }
sealed=$(bytes)
# Each line of the second column is a process at a sample of the first boot.
rows=$("$culprit" history --store "$store" --metric threads --points --format csv --top 2000 |
    awk -F, -v last="$(date -u -d '-41 seconds' +%FT%T)" 'NR > 1 && $1 < last' | wc -l)
echo "$rows process-samples: $written bytes while written, $(echo "scale=1; $written / $rows" | bc) each; $sealed sealed," \
    "$(echo "scale=2; $sealed / $rows" | bc) each"
