#!/bin/bash
# Our segment files and SQLite holding the same chunks, side by side: cost of a sample, size, memory, reading, damage.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
processes=1000
samples=1000
sqlite_version=3.53.4.0

usage() {
    cat <<EOF
usage: store.sh [--processes N] [--samples N]

Appends N samples (default $samples, each ten seconds) of N processes (default $processes) of the simulated host to each engine, in
a JVM with the recorder's settings, and prints a Markdown table: CPU and wall-clock milliseconds of an append with its
fsync and its share of sealing, bytes on disk for a process at a sample, peak RSS; then how long it takes from the
start of a JVM until one metric of all processes is in memory; then what is left after one bit in each MiB was flipped.
Then the same reading for five days of one sample a minute.

The driver of SQLite (org.xerial:sqlite-jdbc) comes from Maven Central for this alone.
EOF
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --processes | --samples)
            case ${2:-} in '' | *[!0-9]*) usage >&2 && exit 2 ;; esac
            [ "$1" = --processes ] && processes=$2 || samples=$2
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done

# shellcheck source=bench/common.sh
. "$here/common.sh"
# shellcheck source=bench/record-classes.sh
. "$here/record-classes.sh"

jar=$here/target/sqlite-jdbc.jar
if [ ! -f "$jar" ]; then
    say "fetching SQLite"
    (cd "$scratch" && mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
        -Dartifact="org.xerial:sqlite-jdbc:$sqlite_version" -DoutputDirectory="$here/target" -Dmdep.stripVersion=true) >"$scratch/log" 2>&1 ||
        die "could not fetch SQLite: $(tail -n 3 "$scratch/log")"
fi

# As the recorder runs: a small heap, the serial collector, the first compiler alone.
small() {
    "$java" -Xmx24m -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
        -cp "$classes:$jar" io.culprit.record.store.StoreBench "$@" 2>>"$scratch/log" || die "$*: $(tail -n 3 "$scratch/log")"
}
# As ./culprit runs.
usual() {
    "$java" -Xmx160m -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$classes" \
        io.culprit.record.store.StoreBench "$@" 2>>"$scratch/log" || die "$*: $(tail -n 3 "$scratch/log")"
}
large() {
    "$java" -Xmx2g -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
        -cp "$classes:$jar" io.culprit.record.store.StoreBench "$@" 2>>"$scratch/log" || die "$*: $(tail -n 3 "$scratch/log")"
}

declare -A label=([files]="segment files" [sqlite]="SQLite $sqlite_version, WAL, synchronous=FULL")
echo "$(machine)."
echo "$samples samples of $processes simulated processes, each ten seconds; JVM with -Xmx24m."
echo
echo "| engine | CPU ms/append | wall ms/append | bytes/process-sample | peak RSS MiB | one metric, from JVM start, ms | readable after bit flips | false values |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
for engine in files sqlite; do
    say "$engine"
    read -r cpu wall _ each rss < <(small fill "$engine" "$scratch/$engine" "$processes" "$samples" 10000)
    for _ in 1 2 3 4 5; do small read "$engine" "$scratch/$engine" | cut -d' ' -f1; done >"$scratch/read"
    read -r _ kept false < <(large flip "$engine" "$scratch/$engine" "$scratch/flipped" 5)
    echo "| ${label[$engine]} | $cpu | $wall | $each | $rss | $(median <"$scratch/read") | $(awk -v k="$kept" 'BEGIN { printf "%.1f %%", 100 * k }') | $false |"
    rm -rf "$scratch/flipped" "${scratch:?}/$engine"
done

say "five days"
"$here/five-days.sh" "$scratch/five" >&2
for _ in 1 2 3 4 5; do usual read files "$scratch/five"; done >"$scratch/read"
echo
echo "Five days of 1000 processes, one sample a minute, $(du -sm "$scratch/five" | cut -f1) MiB: one metric of all ($(awk 'NR == 1 { print $2 }' "$scratch/read") values) is in memory $(cut -d' ' -f1 "$scratch/read" | median) ms after the JVM was started (median of 5)."
