#!/bin/bash
# What it costs to record all processes: Culprit and its peers, side by side, on the same processes at the same time.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
root=$(readlink -f -- "$here/..")
sizes=100,1000,5000
seconds=300
interval=10
warm_up=60
repeat=1
only=
PACKAGES="atop sysstat prometheus-process-exporter pcp netdata-core curl gcc libc6-dev"
THREADS_EACH=3

usage() {
    cat <<EOF
usage: record-peers.sh [--sizes $sizes] [--seconds $seconds] [--interval $interval] [--warm-up $warm_up] [--repeat $repeat] [--only NAMES]
       record-peers.sh --install

Starts a herd of processes (threads, descriptors; some of them busy), then all recorders at once, and prints a Markdown table for
each size: CPU, memory and disk of each recorder, its helpers and ended children included. CPU is utime and stime of /proc.

  --sizes LIST     processes in the herd; those that the host has come on top
  --seconds D      how long is measured, after the warm-up; CPU has a resolution of 10 ms, so D should not be short
  --interval S     of all recorders
  --warm-up W      not measured, but for the bytes on disk, which have a column of their own for this time
  --repeat N       whole runs; the figures are medians
  --only NAMES     of culprit,culprit-proc,atop,pidstat,process-exporter,pcp,netdata, separated by commas

  --install        installs the peers' packages on Debian without starting their services (as root)

A peer that is not installed is left out, and the reason printed. CULPRIT_RECORD_CMD replaces the command "$root/culprit record";
CULPRIT_PROC_CMD, if set, is the command of a second row (for example with the BPF method switched off). Both get
"--store DIR --every ${interval}s" behind them.
EOF
}

install_peers() {
    [ "$(id -u)" -eq 0 ] || { echo "record-peers.sh: only root can install packages" >&2 && exit 3; }
    local shim made="" status=0
    shim=$(mktemp -d)
    # Maintainer scripts must neither start a service nor fail where systemd does not run.
    ln -s /bin/true "$shim/systemctl"
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod +x /usr/sbin/policy-rc.d
        made=1
    fi
    # shellcheck disable=SC2086 # Several names.
    { apt-get update -qq && PATH="$shim:$PATH" DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $PACKAGES; } || status=$?
    [ -z "$made" ] || rm -f /usr/sbin/policy-rc.d
    rm -rf "$shim"
    # The tree of metric names, which PCP's own start makes.
    if [ "$status" -eq 0 ] && [ -x /var/lib/pcp/pmns/Rebuild ]; then
        (cd /var/lib/pcp/pmns && ./Rebuild -u >/dev/null) || status=$?
    fi
    exit "$status"
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --install) install_peers ;;
        --sizes | --seconds | --interval | --warm-up | --repeat | --only)
            [ $# -ge 2 ] || { usage >&2 && exit 2; }
            case $1 in
                --sizes) sizes=$2 ;;
                --seconds) seconds=$2 ;;
                --interval) interval=$2 ;;
                --warm-up) warm_up=$2 ;;
                --repeat) repeat=$2 ;;
                --only) only=,$2, ;;
            esac
            shift 2
            ;;
        *) usage >&2 && exit 2 ;;
    esac
done
case ${sizes//,/}$seconds$interval$warm_up$repeat in *[!0-9]*) usage >&2 && exit 2 ;; esac
for number in ${sizes//,/ } "$seconds" "$interval" "$repeat"; do
    [ "$number" -gt 0 ] || { usage >&2 && exit 2; }
done
command -v cc >/dev/null || { echo "record-peers.sh: cc is missing: apt-get install gcc libc6-dev" >&2 && exit 3; }

# shellcheck source=bench/common.sh
. "$here/common.sh"
# Of common.sh: the directory that is removed at the end, and the last child.
: "$scratch" "${started:=}"

cc -O2 -pthread -o "$scratch/herd" "$here/herd.c" || die "herd.c does not compile"

# Recorders of the current run: name → pid, file or directory that it writes (may be empty).
declare -A pids files fields
names=()
declare -A skipped=()

wanted() {
    [ -z "$only" ] || [[ $only == *",$1,"* ]]
}

skip() {
    [ -n "${skipped[$1]:-}" ] || say "without $1: $2"
    skipped[$1]=$2
}

began() {
    names+=("$1")
    pids[$1]=$started
    files[$1]=$2
    fields[$1]=$3
}

# As start, with a standard input that does not end; a child in the background would get /dev/null.
start_open() {
    "$@" <>"$run/life" &
    started=$!
    children+=("$started")
}

culprit_row() {
    local name=$1 command
    wanted "$name" || return 0
    if [ "$name" = culprit ]; then command=${CULPRIT_RECORD_CMD:-$root/culprit record}; else command=${CULPRIT_PROC_CMD:-}; fi
    [ -n "$command" ] || return 0
    local words
    read -ra words <<<"$command"
    if ! CULPRIT_BUILD_QUIET=1 "${words[@]}" --help 2>&1 | grep -q -e --every; then
        skip "$name" "'$command' knows no --every"
        return 0
    fi
    start "${words[@]}" --store "$run/$name" --every "${interval}s" >"$run/$name.out" 2>&1 </dev/null
    began "$name" "$run/$name" "19, of each process"
}

peer_atop() {
    wanted atop || return 0
    command -v atop >/dev/null || { skip atop "it is not installed" && return 0; }
    # No process accounting of the kernel: it would not be its own cost alone.
    ATOPACCT='' start atop -w "$run/atop" "$interval" >"$run/atop.out" 2>&1 </dev/null
    began atop "$run/atop" "about 60, of each process; no descriptors"
}

peer_pidstat() {
    wanted pidstat || return 0
    command -v pidstat >/dev/null || { skip pidstat "it is not installed" && return 0; }
    S_TIME_FORMAT=ISO LC_ALL=C start pidstat -p ALL -u -r -d -w -v -h "$interval" >"$run/pidstat" 2>"$run/pidstat.err" </dev/null
    began pidstat "$run/pidstat" "19, of each process, as text"
}

peer_exporter() {
    local name=process-exporter
    wanted $name || return 0
    command -v prometheus-process-exporter >/dev/null || { skip $name "it is not installed" && return 0; }
    command -v curl >/dev/null || { skip $name "curl, which asks it, is not installed" && return 0; }
    printf 'process_names:\n  - name: "{{.Comm}}:{{.PID}}"\n    cmdline:\n    - ".*"\n' >"$run/exporter.yml"
    local port=$((20000 + RANDOM % 10000))
    start prometheus-process-exporter -config.path "$run/exporter.yml" -web.listen-address "127.0.0.1:$port" -threads=false \
        -gather-smaps=false -children=false >"$run/exporter.out" 2>&1 </dev/null
    began $name "" "23 series of each process; no smaps, no threads"
    start scrape "http://127.0.0.1:$port/metrics"
    scraper=$started
}

# In step with the others; its own cost is nobody's.
scrape() {
    while sleep "$interval"; do
        curl -sS -o "$run/exporter.metrics" "$1" 2>>"$run/exporter.out" || true
    done
}

PCP_METRICS=(proc.psinfo.{utime,stime,minflt,maj_flt,threads,vctxsw,nvctxsw,start_time} proc.memory.{vmrss,vmdata,vmswap}
    proc.fd.count proc.io.{read,write}_bytes)

peer_pcp() {
    wanted pcp || return 0
    local pmcd=/usr/lib/pcp/bin/pmcd pmda=/var/lib/pcp/pmdas/proc/pmdaproc
    if [ ! -x "$pmcd" ] || [ ! -x "$pmda" ] || ! command -v pmlogger >/dev/null; then
        skip pcp "it is not installed"
        return 0
    fi
    [ -e /var/lib/pcp/pmns/root ] || { skip pcp "its metric names are not built: (cd /var/lib/pcp/pmns && ./Rebuild -u)" && return 0; }
    local port=$((30000 + RANDOM % 10000)) tries=0
    # -A: of all processes, without asking who wants to know.
    printf 'proc 3 pipe binary %s -d 3 -A -l %s\n[access]\ndisallow ".*" : store;\nallow "local:*" : all;\n' \
        "$pmda" "$run/pmdaproc.log" >"$run/pmcd.conf"
    # Larger and more patient than usual, for thousands of processes on a busy machine.
    start "$pmcd" -L 16777216 -t 30 -f -A -U root -i 127.0.0.1 -p "$port" -s "$run/pmcd.socket" -c "$run/pmcd.conf" -l "$run/pmcd.log" \
        -x "$run/pmcd.err" >/dev/null 2>&1 </dev/null
    local daemon=$started
    until pminfo -h "unix://$run/pmcd.socket" proc.fd.count >/dev/null 2>&1; do
        [ $((tries += 1)) -le 50 ] || { stop "$daemon" && skip pcp "pmcd does not answer: $(tail -n 1 "$run/pmcd.log")" && return 0; }
        sleep 0.1
    done
    { echo "log mandatory on $interval seconds {" && printf '  %s\n' "${PCP_METRICS[@]}" && echo "}"; } >"$run/pmlogger.conf"
    mkdir "$run/pcp"
    start pmlogger -h "unix://$run/pmcd.socket" -c "$run/pmlogger.conf" -l "$run/pcp.log" "$run/pcp/log" >/dev/null 2>&1 </dev/null
    began pcp "$run/pcp" "${#PCP_METRICS[@]}, of each process"
    pids[pcp]="$daemon $started"
}

peer_netdata() {
    wanted netdata || return 0
    local plugin=/usr/lib/netdata/plugins.d/apps.plugin
    [ -x "$plugin" ] || { skip netdata "its apps.plugin is not installed" && return 0; }
    # It ends when its standard input does. What it would tell Netdata goes to a file that nobody reads.
    NETDATA_USER_CONFIG_DIR="$run" start_open "$plugin" "$interval" >"$run/netdata.out" 2>"$run/netdata.err"
    began netdata "" "18 charts of groups of programs, not of processes; apps.plugin alone"
}

# The processes given and all that descend from them.
tree() {
    awk -v roots="$*" '
        BEGIN { n = split(roots, r, " "); for (i = 1; i <= n; i++) in_tree[r[i]] = 1 }
        { pid = $1; sub(/^.*\) /, ""); parent[pid] = $2; order[++count] = pid }
        END {
            do { grown = 0
                for (i = 1; i <= count; i++) if (!(order[i] in in_tree) && (parent[order[i]] in in_tree)) { in_tree[order[i]] = 1; grown = 1 }
            } while (grown)
            for (i = 1; i <= count; i++) if (order[i] in in_tree) print order[i]
        }' "$scratch/stats"
}

# All lines of /proc/PID/stat at one moment; processes that go meanwhile are not in it.
snapshot() {
    cat /proc/[0-9]*/stat 2>/dev/null >"$scratch/stats" || true
}

# CPU ticks of a tree: user and system, of the living and of those they waited for.
ticks() {
    tree "$@" >"$scratch/tree"
    awk 'NR == FNR { wanted[$1] = 1; next } ($1 in wanted) { sub(/^.*\) /, ""); sum += $12 + $13 + $14 + $15 } END { print sum + 0 }' \
        "$scratch/tree" "$scratch/stats"
}

# kB of a tree: "Rss Pss".
memory() {
    local pid
    for pid in $(tree "$@"); do cat "/proc/$pid/smaps_rollup" 2>/dev/null || true; done |
        awk '/^Rss:/ { rss += $2 } /^Pss:/ { pss += $2 } END { print rss + 0, pss + 0 }'
}

bytes() {
    if [ -n "$1" ] && [ -e "$1" ]; then
        find "$1" -type f -printf '%s\n' | awk '{ s += $1 } END { print s + 0 }'
    else
        echo 0
    fi
}

alive() {
    local pid
    for pid in $1; do kill -0 "$pid" 2>/dev/null || return 1; done
}

measure() {
    local size=$1 name
    run=$scratch/run-$size-$round
    mkdir "$run"
    names=()
    scraper=
    mkfifo "$run/life"
    start_open "$scratch/herd" "$size" "$THREADS_EACH" >"$run/herd"
    herd=$started
    await_ready "$run/herd"
    sleep 2

    culprit_row culprit
    culprit_row culprit-proc
    peer_atop
    peer_pidstat
    peer_exporter
    peer_pcp
    peer_netdata
    [ ${#names[@]} -gt 0 ] || die "there is no recorder to measure"
    sleep "$warm_up"

    declare -A ticks_before bytes_first
    snapshot
    local begin
    begin=$(date +%s.%N)
    for name in "${names[@]}"; do
        # shellcheck disable=SC2086 # Several pids.
        ticks_before[$name]=$(ticks ${pids[$name]})
        bytes_first[$name]=$(bytes "${files[$name]}")
    done
    sleep "$seconds"
    snapshot
    local took count
    took=$(awk -v b="$begin" -v e="$(date +%s.%N)" 'BEGIN { print e - b }')
    count=$(find /proc -maxdepth 1 -name '[0-9]*' | wc -l)
    for name in "${names[@]}"; do
        if ! alive "${pids[$name]}"; then
            say "$name ended by itself at size $size: $(cat "$run/$name".{out,err,log} 2>/dev/null | tail -n 4 | tr "\n" " ")"
            continue
        fi
        # shellcheck disable=SC2046,SC2086 # Several words on purpose.
        printf '%s %s %s %s %s %s %s %s %s\n' "$size" "$name" "$count" "$took" \
            "$(($(ticks ${pids[$name]}) - ticks_before[$name]))" "$(memory ${pids[$name]})" \
            "${bytes_first[$name]}" "$(($(bytes "${files[$name]}") - bytes_first[$name]))" "${files[$name]:+writes}" >>"$scratch/results"
    done
    local pid
    # All at once by TERM, which every recorder takes as "finish"; then each by stop, which waits and insists.
    for name in "${names[@]}"; do
        for pid in ${pids[$name]}; do kill -TERM "$pid" 2>/dev/null || true; done
    done
    kill -KILL -- "-$herd" 2>/dev/null || true
    wait "$herd" 2>/dev/null || true
    [ -z "$scraper" ] || kill -TERM "$scraper" 2>/dev/null || true
    for name in "${names[@]}"; do
        for pid in ${pids[$name]}; do stop "$pid"; done
    done
    for pid in $scraper $herd; do stop "$pid"; done
    rm -rf "$run"
}

# shellcheck disable=SC2016 # Expressions of awk.
# Medians of a size's rows, one line for each recorder.
table() {
    local size=$1 name
    echo
    echo "| $size processes in the herd | fields | CPU, % of a core | CPU for a process-sample, µs | RSS, MB | PSS, MB | bytes for a process-sample, first $warm_up s | then |"
    echo "|---|---|---:|---:|---:|---:|---:|---:|"
    for name in culprit culprit-proc atop pidstat process-exporter pcp netdata; do
        awk -v s="$size" -v n="$name" '$1 == s && $2 == n' "$scratch/results" >"$scratch/rows"
        [ -s "$scratch/rows" ] || continue
        column() {
            awk -v hz="$(getconf CLK_TCK)" -v every="$interval" -v warm="$warm_up" "{ samples = \$3 * \$4 / every; early = \$3 * warm / every; print $1 }" \
                "$scratch/rows" | median
        }
        local first=- then=-
        if grep -q writes "$scratch/rows"; then
            [ "$warm_up" -eq 0 ] || first=$(printf '%.1f' "$(column '$8 / early')")
            then=$(printf '%.1f' "$(column '$9 / samples')")
        fi
        printf '| %s | %s | %.3f | %.2f | %.1f | %.1f | %s | %s |\n' "$name" "${fields[$name]}" "$(column '100 * $5 / hz / $4')" \
            "$(column '1e6 * $5 / hz / samples')" "$(column '$6 / 1024')" "$(column '$7 / 1024')" "$first" "$then"
    done
}

: >"$scratch/results"
IFS=, read -ra list <<<"$sizes"
for round in $(seq "$repeat"); do
    for size in "${list[@]}"; do
        say "$size processes, round $round of $repeat: $((warm_up + seconds)) seconds"
        measure "$size"
    done
done

echo "$(machine). Every ${interval} s for ${seconds} s after ${warm_up} s, all at the same time; medians of $repeat run(s). A process-sample is one"
echo "reading of one process; the host's other processes are counted too ($(awk '{ print $3 - $1; exit }' "$scratch/results") at the end of the first)."
for size in "${list[@]}"; do table "$size"; done
if [ ${#skipped[@]} -gt 0 ]; then
    echo
    for name in "${!skipped[@]}"; do echo "Without $name: ${skipped[$name]}."; done
fi
