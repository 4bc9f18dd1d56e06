#!/usr/bin/env bash
# How often the recorder's spike watch cries wolf and how late it is, over simulated months at several intervals. See docs/spikes.md.
set -euo pipefail
cd "$(dirname "$0")/.."
JAVA_HOME=$(./culprit --print-jdk)
export JAVA_HOME
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! mvn -B -ntp test -pl record -am -Dtest=SpikeEvaluationTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dculprit.table=true >"$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
    exit 3
fi
sed -n '/^|/p' "$log"
