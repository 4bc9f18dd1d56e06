#!/bin/bash
# How large the interactive page is, how soon it shows its lines, and how long a frame takes while somebody looks into it.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
rounds=7
lines=1000
buckets=1000

usage() {
    cat <<EOF
usage: graph-page.sh [--rounds N] [--lines N] [--buckets N]

Writes pages of made-up plots of five days and opens them in headless Chromium of 1600 x 900 pixels without a GPU. Prints a
Markdown table: bytes of the file; time to write it, warm; from the begin of the navigation until the first frame with all
lines is drawn, unpacking included; and the script's work for one move of the pointer, one step of the wheel and one step of
a pan, its frame included: median and 99th percentile. "cpu, noise" is the worst case for all of them: no two values alike.

  --rounds N   default $rounds; how often a page is written and opened; the figures are medians over all rounds
  --lines N    default $lines
  --buckets N  default $buckets

Needs chromium, or CULPRIT_CHROMIUM that names one.
EOF
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --rounds | --lines | --buckets)
            [ $# -ge 2 ] || { usage >&2 && exit 2; }
            case $2 in '' | *[!0-9]* | 0) usage >&2 && exit 2 ;; esac
            case $1 in
                --rounds) rounds=$2 ;;
                --lines) lines=$2 ;;
                --buckets) buckets=$2 ;;
            esac
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done

# shellcheck source=bench/common.sh
. "$here/common.sh"

command -v "${CULPRIT_CHROMIUM:-chromium}" >/dev/null || die "chromium is missing: apt-get install chromium"
JAVA_HOME=$("$here/../culprit" --print-jdk)
export JAVA_HOME
log=$scratch/log
(cd "$here/.." && mvn -B -ntp test -pl report -am -Dtest=GraphPageBench -Dsurefire.failIfNoSpecifiedTests=false \
    -Dculprit.rounds="$rounds" -Dculprit.lines="$lines" -Dculprit.buckets="$buckets") >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    die "the measurement failed"
}
sed -n 's/^bench//p' "$log"
