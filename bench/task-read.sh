#!/bin/bash
# What one reading of all processes costs, by BPF iterator and by a plain reading of /proc:  task-read.sh [SLEEPERS [THREADS]]
# SLEEPERS processes sleep meanwhile, and one process more has THREADS threads. Needs root.
set -euo pipefail
root=$(dirname -- "$(readlink -f -- "$0")")/..
# shellcheck source=bench/common.sh
. "$root/bench/common.sh"

sleepers=${1:-1000}
threads=${2:-1}
# They wait for the end of a pipe, which comes when their parent ends, however it ends.
# shellcheck disable=SC2016
start perl -e '
    pipe(my $read, my $write);
    for (1 .. $ARGV[0]) { if (!fork) { close $write; sysread $read, my $nothing, 1; exit } }
    $| = 1; print "ready \n"; sleep 3600' "$sleepers" >"$scratch/sleepers"
await_ready "$scratch/sleepers"
start python3 -c '
import sys, threading
threading.stack_size(65536)
stop = threading.Event()
for _ in range(int(sys.argv[1]) - 1):
    threading.Thread(target=stop.wait, daemon=True).start()
print("ready ", flush=True)
stop.wait()' "$threads" >"$scratch/threads"
await_ready "$scratch/threads"

machine
java=$(dirname -- "$("$root/culprit" --print-jdk)/bin/java")
classes=${CULPRIT_CLASSES:-$root/.culprit-build/lib/culprit-kernel-0.1.0.jar:$root/.culprit-build/lib/jspecify-1.0.1.jar}
"$java/javac" -cp "$classes" -d "$scratch" "$root/bench/TaskRead.java"
"$java/java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp "$classes:$scratch" TaskRead
