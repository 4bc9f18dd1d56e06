#!/bin/bash
# A systemd of its own, as process 1 of new namespaces, on this host's file system with an overlay on top: what it writes is gone with it.
# usage: systemd.sh CULPRIT   (directory of a built checkout; it is copied to /opt/culprit, owned by root)
# Prints "ready pid=N" (N: its systemd, as seen from outside) and stays until it is ended, or its standard input is. Needs root.
# Exits with 77 and a reason where this machine cannot run one.
set -u

cannot() {
    echo "$*" >&2
    exit 77
}

if [ "${1:-}" != inside ]; then
    [ "$(id -u)" -eq 0 ] || cannot "only root can make a systemd of its own"
    [ -x /lib/systemd/systemd ] || cannot "there is no systemd: apt-get install systemd"
    [ -x /usr/bin/dbus-daemon ] || cannot "systemctl needs a bus: apt-get install dbus"
    checkout=$1
    work=$(mktemp -d)
    group=culprit-it-$$
    shell=$$
    # A cgroup of its own in each hierarchy of version 1, or in the one of version 2.
    groups=
    if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        hierarchies=/sys/fs/cgroup
    else
        hierarchies=
        for h in systemd memory cpu cpuacct cpu,cpuacct pids devices freezer blkio unified; do
            [ -d "/sys/fs/cgroup/$h" ] && [ ! -L "/sys/fs/cgroup/$h" ] && hierarchies="$hierarchies /sys/fs/cgroup/$h"
        done
    fi
    # shellcheck disable=SC2317 # The trap calls it.
    leave() {
        trap - EXIT
        [ -z "${child:-}" ] || kill -KILL "$child" 2>/dev/null
        [ -z "${child:-}" ] || wait "$child" 2>/dev/null
        sleep 0.2
        for g in $groups; do
            echo "$shell" >"${g%/*}/cgroup.procs" 2>/dev/null
            find "$g" -depth -type d -exec rmdir {} + 2>/dev/null
        done
        rm -rf "$work"
    }
    trap leave EXIT
    trap 'exit 143' TERM INT
    for h in $hierarchies; do
        mkdir "$h/$group" 2>/dev/null || cannot "cannot make a cgroup in $h"
        groups="$groups $h/$group"
    done
    for g in $groups; do
        echo "$shell" >"$g/cgroup.procs" || cannot "cannot enter $g"
    done
    unshare --mount --pid --fork --cgroup --ipc --uts --net --kill-child \
        bash "$0" inside "$checkout" "$work" >"$work/log" 2>&1 </dev/null &
    child=$!
    tries=0
    inner=
    until [ -n "$inner" ] && nsenter -t "$inner" -a -r -w env SYSTEMCTL_SKIP_SYSV=1 systemctl is-system-running 2>/dev/null | grep -q -E 'running|degraded'; do
        kill -0 "$child" 2>/dev/null || cannot "systemd did not start: $(tail -n 3 "$work/log" | tr '\n' ' ')"
        [ $((tries += 1)) -le 300 ] || cannot "systemd was not up after 30 s: $(tail -n 3 "$work/log" | tr '\n' ' ')"
        sleep 0.1
        inner=$(ps --no-headers -o pid --ppid "$child" | tr -d ' ' | head -n 1)
    done
    echo "ready pid=$inner"
    read -r _
    exit 0
fi

set -e
checkout=$2
work=$3
mount --make-rprivate /
mkdir "$work/t"
mount -t tmpfs -o mode=755 tmpfs "$work/t"
mkdir "$work/t/upper" "$work/t/work" "$work/t/root"
root=$work/t/root
mount -t overlay -o "lowerdir=/,upperdir=$work/t/upper,workdir=$work/t/work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
# Devices of its own: a systemd that starts a login on the host's console hangs up whoever has it.
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty kmsg; do
    cp -a "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
    for h in systemd memory cpu cpuacct cpu,cpuacct pids devices freezer blkio; do
        { [ -d "/sys/fs/cgroup/$h" ] && [ ! -L "/sys/fs/cgroup/$h" ]; } || continue
        mkdir "$root/sys/fs/cgroup/$h"
        option=$h
        [ "$h" != systemd ] || option=none,name=systemd
        mount -t cgroup -o "$option" cgroup "$root/sys/fs/cgroup/$h"
    done
    if [ -d /sys/fs/cgroup/unified ]; then
        mkdir "$root/sys/fs/cgroup/unified"
        mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
    fi
fi
# None of this host's services, and nothing that an earlier installation left here.
units=$root/etc/systemd/system
rm -rf "$units" "$root/etc/culprit" "$root/var/lib/culprit" "$root/var/lib/private/culprit" "$root/opt/culprit"
mkdir -p "$units"
for folder in "$root"/lib/systemd/system/*.wants; do
    for unit in "$folder"/*; do
        case ${unit##*/} in
            '*' | *journald* | *dbus* | *tmpfiles-setup.service | *sysusers* | *.slice | *.target) ;;
            *) ln -sf /dev/null "$units/${unit##*/}" ;;
        esac
    done
done
for unit in console-getty.service getty.target; do
    ln -sf /dev/null "$units/$unit"
done
printf '[Unit]\nDescription=What a test needs\nRequires=multi-user.target\nAfter=multi-user.target\n' >"$units/test.target"
mkdir "$root/opt/culprit"
cp -a "$checkout/culprit" "$checkout/.culprit-build" "$root/opt/culprit/"
chown -R root: "$root/opt/culprit"
mkdir "$root/before"
cd "$root"
pivot_root . before
umount -l /before
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=test.target \
    --log-target=console --show-status=false
