#!/bin/bash
# Two days of the whole recorder in minutes: what it takes of memory, descriptors and files as the hours pass.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")

usage() {
    cat <<EOT
usage: fast-forward.sh [HOURS] [PROCESSES]

Runs the recorder's loop, a sample each ten seconds for HOURS (default 48), on a clock that does not wait, in a JVM with the options of
culprit record but without its start-up cache. Each sample reads this host, and PROCESSES (default 1000) simulated ones that come and
go. Prints a line of a Markdown table for the first hour and for each six hours. As root, to read by BPF.
EOT
}

case ${1:-} in
    --help | -h) usage && exit 0 ;;
    *[!0-9]*) usage >&2 && exit 2 ;;
esac

# shellcheck source=bench/common.sh
. "$here/common.sh"
# shellcheck source=bench/record-classes.sh
. "$here/record-classes.sh"

# The launcher's own options, so that they cannot differ: the common ones, then those of the recorder.
launcher=$(sed -n -e '/^options="/,/"$/p' -e '/^ *options=".options -Xms/,/"$/p' "$here/../culprit")
options=
eval "$launcher"
case $options in *-Xmx24m*) ;; *) die "found no options of the recorder in ./culprit" ;; esac

echo "$(machine)."
# shellcheck disable=SC2086 # Several options, none with a blank.
"$java" $options -cp "$classes" io.culprit.record.sample.FastForwardBench "$scratch/recording" "${1:-48}" "${2:-1000}"
