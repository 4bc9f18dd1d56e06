#!/bin/sh
# For CULPRIT_TRACE_CMD of trace-cost.sh:  keep-attached.sh PID SECONDS
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")/..
exec "$("$root/culprit" --print-jdk)/bin/java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 \
    -cp "$root/.culprit-build/lib/culprit-kernel-0.1.0.jar:$root/.culprit-build/lib/jspecify-1.0.1.jar" \
    "$root/bench/KeepAttached.java" "$@"
