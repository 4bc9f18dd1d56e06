#!/bin/bash
# Writes a recording as days of a busy host would leave it, always the same one, through the real writer.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")

usage() {
    cat <<EOF
usage: five-days.sh DIR [PROCESSES] [DAYS] [SECONDS] [END]

Writes into DIR, which must be empty or missing, the samples of PROCESSES (default 1000) over DAYS (default 5), one each
SECONDS (default 60), the last one just before END (default 2026-11-24T00:00:00Z).

15 % of the processes are busy, 35 % moderate, 50 % idle; others live for minutes. Three have a fault: leaky-rss grows by 3 MiB an
hour, leaky-fds by 4 sockets an hour, spiker takes 92 % of a CPU for twenty minutes in the middle.
EOF
}

case ${1:-} in
    --help | -h) usage && exit 0 ;;
    '' | -*) usage >&2 && exit 2 ;;
esac
[ $# -le 5 ] || { usage >&2 && exit 2; }

# shellcheck source=bench/record-classes.sh
. "$here/record-classes.sh"
exec "$java" -Xmx512m -XX:+UseSerialGC -cp "$classes" io.culprit.record.store.FiveDays "$@"
