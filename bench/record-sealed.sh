#!/bin/bash
# What a process-sample of this host, with whatever runs on it, takes on disk: while it is written, and once its segment is sealed.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")

case ${1:-} in
    --help | -h)
        echo "usage: record-sealed.sh [--servers] [SECONDS [EVERY]]     records that long (default 600, each 1s), as root"
        echo "       --servers   with PostgreSQL, nginx, redis, a JVM and jobs of cron's kind at work, under load that comes and goes"
        exit 0
        ;;
esac
# shellcheck source=bench/common.sh
. "$here/common.sh"
# shellcheck source=bench/record-classes.sh
. "$here/record-classes.sh"
if [ "${1:-}" = --servers ]; then
    shift
    # shellcheck source=bench/servers.sh
    . "$here/servers.sh"
    serve
fi
seconds=${1:-600}
every=${2:-1s}
store=$scratch/recording
culprit=$here/../culprit

"$culprit" record --quiet --spikes-per-day 0 --every "$every" --for "${seconds}s" --store "$store"
written=$(cat "$store"/*.live | wc -c)
written_rows=$("$culprit" history --store "$store" --info | sed -n 's/.* \([0-9.]*\) bytes for a process at a sample.*/\1/p')
# Another boot ends the segment, and its samples find time to seal the old one: some columns at each.
echo 11111111-2222-3333-4444-555555555555 >"$scratch/boot"
unshare -m sh -c "mount --bind '$scratch/boot' /proc/sys/kernel/random/boot_id &&
    exec '$culprit' record --quiet --spikes-per-day 0 --every 1s --for 40s --store '$store'"
[ -n "$(find "$store" -name '*.seg' -print -quit)" ] || die "the segment was not sealed within 40 s"
echo "$(machine)."
echo "$seconds s, each $every. Before the last segment was sealed: $written_rows bytes for a process-sample, $written of them in it."
"$java" -cp "$classes" io.culprit.record.store.SealedBytes "$store"
