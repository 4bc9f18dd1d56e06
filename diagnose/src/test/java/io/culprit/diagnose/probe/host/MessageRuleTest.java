package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.host.MessageRule.Match;
import io.culprit.model.evidence.KernelLog.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are those of the kernel's sources by version, where not captured. */
class MessageRuleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OOM_KILL | Out of memory: Killed process 1234 (mysqld) total-vm:2097152kB, anon-rss:1048576kB, file-rss:0kB, shmem-rss:0kB, UID:27 pgtables:4096kB oom_score_adj:0 | 1234 | mysqld
            OOM_KILL | Memory cgroup out of memory: Killed process 945 (ea)t [7] x) total-vm:68268kB, anon-rss:65152kB, file-rss:932kB | 945 | ea)t [7] x
            OOM_KILL | Killed process 29 (a b) total-vm:4kB, anon-rss:1kB, file-rss:0kB | 29 | a b
            OOM_KILL | Killed process 77 (java), UID 500, total-vm:1kB, anon-rss:1kB | 77 | java
            OOM_KILL | Killed process 78, UID 500, (java) total-vm:1kB, anon-rss:1kB | 78 | java
            OOM_KILL | Out of memory: Kill process 123 (chrome) score 900 or sacrifice child | 123 | chrome
            HUNG_TASK | INFO: task jbd2/sda1-8:234 blocked for more than 120 seconds. | 234 | jbd2/sda1-8
            HUNG_TASK | INFO: task a:b c:9 blocked in I/O wait for more than 122 seconds. | 9 | a:b c
            SOFT_LOCKUP | watchdog: BUG: soft lockup - CPU#1 stuck for 23s! [kworker/1:2:456] | 456 | kworker/1:2
            SOFT_LOCKUP | BUG: soft lockup - CPU#0 stuck for 67s! [x]y:31] | 31 | x]y
            SEGFAULT | java[953]: segfault at 8 ip 0000555a56ac016b sp 00007ffe5ad66980 error 6 in java[116b,555a56ac0000+1000] | 953 | java
            SEGFAULT | se gv[9]: q[953]: segfault at 8 ip 0000555a56ac016b sp 00007ffe5ad66980 error 6 | 953 | se gv[9]: q
            SEGFAULT | traps: gp[960] general protection fault ip:55da1b50212d sp:7ffdd730a590 error:0 in gp[112d,55da1b502000+1000] | 960 | gp
            SEGFAULT | traps: old[12] general protection ip:4004f4 sp:7ffe error:0 in old[400000+1000] | 12 | old
            SEGFAULT | traps: a.out[7] trap invalid opcode ip:55 sp:7f error:0 in a.out[55+1] | 7 | a.out
            SEGFAULT | nginx[88]: unhandled level 3 translation fault (11) at 0x00000010, esr 0x92000007 | 88 | nginx
            """)
    void theProcessIsNamed(Kind kind, String text, int pid, String name) {
        assertThat(MessageRule.match(text)).contains(new Match(kind, Optional.of(pid), Optional.of(name)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SOFT_LOCKUP | NMI watchdog: Watchdog detected hard LOCKUP on cpu 3
            SOFT_LOCKUP | rcu: INFO: rcu_preempt self-detected stall on CPU
            SOFT_LOCKUP | rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
            SOFT_LOCKUP | INFO: rcu_sched detected stalls on CPUs/tasks: { 1} (detected by 0, t=60002 jiffies)
            SOFT_LOCKUP | rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 2-... } 21 jiffies
            SOFT_LOCKUP | BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!
            TABLE_OVERFLOW | nf_conntrack: nf_conntrack: table full, dropping packet
            TABLE_OVERFLOW | nf_conntrack: table full, dropping packet.
            TABLE_OVERFLOW | ip_conntrack: table full, dropping packet.
            TABLE_OVERFLOW | neighbour: arp_cache: neighbor table overflow!
            TABLE_OVERFLOW | neighbour: ndisc_cache: neighbor table overflow!
            TABLE_OVERFLOW | Neighbour table overflow.
            TABLE_OVERFLOW | VFS: file-max limit 65536 reached
            TABLE_OVERFLOW | TCP: time wait bucket table overflow
            TABLE_OVERFLOW | TCP: too many orphaned sockets
            TABLE_OVERFLOW | cgroup: fork rejected by pids controller in /system.slice/a.service
            SYN_FLOOD | TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.  Check SNMP counters.
            SYN_FLOOD | TCP: request_sock_TCP: Possible SYN flooding on port [::]:443. Sending cookies.
            SYN_FLOOD | possible SYN flooding on port 8080. Sending cookies.
            TCP_OUT_OF_MEMORY | TCP: out of memory -- consider tuning tcp_mem
            TCP_OUT_OF_MEMORY | Out of socket memory
            NIC_RESET | NETDEV WATCHDOG: eth0 (e1000e): transmit queue 0 timed out
            NIC_RESET | e1000e 0000:00:19.0 eth0: NETDEV WATCHDOG: CPU: 2: transmit queue 0 timed out 5120 ms
            NIC_RESET | igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down
            NIC_RESET | r8169 0000:02:00.0 eth0: Link is Down
            NIC_RESET | bnx2 0000:01:00.0 em1: NIC Copper Link is Down
            NIC_RESET | tg3 0000:03:00.0 eth0: Link is down
            NIC_RESET | mlx5_core 0000:3b:00.0 ens1f0: Link down
            NIC_RESET | bond0: (slave eth1): link status definitely down for interface eth1, disabling it
            NIC_RESET | bond0: link status definitely down for interface eth1, disabling it
            NIC_RESET | e1000e 0000:00:19.0 eth0: Reset adapter unexpectedly
            NIC_RESET | e1000e 0000:00:1f.6 eno1: Detected Hardware Unit Hang:
            NIC_RESET | bnxt_en 0000:18:00.0 eth0: TX timeout detected, starting reset task!
            CPU_THROTTLED | mce: CPU0: Core temperature above threshold, cpu clock throttled (total events = 1)
            CPU_THROTTLED | CPU3: Package temperature above threshold, cpu clock throttled (total events = 17)
            CPU_THROTTLED | sched: RT throttling activated
            IO_ERROR | blk_update_request: I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x0
            IO_ERROR | I/O error, dev nvme0n1, sector 0 op 0x1:(WRITE) flags 0x800
            IO_ERROR | end_request: I/O error, dev sdb, sector 5
            IO_ERROR | Buffer I/O error on dev dm-0, logical block 0, lost async page write
            IO_ERROR | critical medium error, dev sdc, sector 12 op 0x0:(READ)
            IO_ERROR | EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0
            IO_ERROR | XFS (dm-0): Corruption detected. Unmount and run xfs_repair
            IO_ERROR | nvme nvme0: I/O 12 QID 3 timeout, aborting
            IO_ERROR | nfs: server 10.0.0.1 not responding, still trying
            KERNEL_BUG | kernel BUG at mm/slub.c:3334!
            KERNEL_BUG | BUG: unable to handle page fault for address: ffffffffc0000000
            KERNEL_BUG | BUG: unable to handle kernel NULL pointer dereference at 0000000000000010
            KERNEL_BUG | BUG: kernel NULL pointer dereference, address: 0000000000000010
            KERNEL_BUG | Unable to handle kernel paging request at virtual address dead000000000100
            KERNEL_BUG | Oops: 0002 [#1] SMP PTI
            KERNEL_BUG | Oops: Oops: 0000 [#1] SMP NOPTI
            KERNEL_BUG | Oops: general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1] SMP
            KERNEL_BUG | Internal error: Oops - BUG: 00000000f2000800 [#1] SMP
            KERNEL_BUG | BUG: KASAN: slab-out-of-bounds in foo+0x1/0x2
            KERNEL_BUG | BUG: scheduling while atomic: java/123/0x00000002
            IO_ERROR | EXT4-fs (sda1): I/O error while writing superblock
            IO_ERROR | print_req_error: I/O error, dev sda, sector 7
            KERNEL_BUG | Internal error: Oops: 96000004 [#1] SMP
            KERNEL_BUG | general protection fault, probably for non-canonical address 0xdead: 0000 [#1] PREEMPT SMP
            KERNEL_BUG | BUG: Bad page state in process java  pfn:1a2b3
            KERNEL_BUG | Kernel panic - not syncing: Fatal exception
            """)
    void theKindIsKnownWithoutAProcess(Kind kind, String text) {
        assertThat(MessageRule.match(text)).contains(new Match(kind, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ata1: SATA link down (SStatus 0 SControl 300)",
                "igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Up 1000 Mbps Full Duplex",
                "IPv6: ADDRCONF(NETDEV_UP): eth0: link is not ready",
                "mce: CPU0: Core temperature/speed normal",
                "oom_reaper: reaped process 945 (eat), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB",
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,task=eat,pid=945,uid=0",
                "show_signal_msg: 12 callbacks suppressed",
                "Code: 00 00 b9 00 00 00 00 ba 00 00",
                "Command line: console=ttyS0 panic=1 nomodule",
                "memory: usage 65536kB, limit 65536kB, failcnt 84",
                "traps: gdb[9] trap int3 ip:1 sp:2 error:0",
                "usb 1-1: reset high-speed USB device number 2 using xhci_hcd",
                "random: crng reseeded due to virtual machine fork",
                "tokio-rt-worker (69): drop_caches: 3"
            })
    void ordinaryMessagesAreNoComplaint(String text) {
        assertThat(MessageRule.match(text)).isEmpty();
    }

    /** An ordinary user may call his process so, and make it end in a way that the kernel reports. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Oops: 0002 [#1][12]: bad frame in rt_sigreturn frame:00007ffd ip:1 sp:2 orax:f",
                "I/O error, dev[12]: bad frame in rt_sigreturn frame:00007ffd ip:1 sp:2 orax:f",
                "BUG: KFENCE: ab[12]: bad frame in rt_sigreturn frame:00007ffd ip:1 sp:2 orax:f",
                "Link is Down (69): drop_caches: 3",
                "[    945]     0   945    17067    16521  184320  0  0 Link is Down",
                "oom_reaper: reaped process 945 (Reset adapter), now anon-rss:0kB",
                "oom-kill:constraint=CONSTRAINT_MEMCG,task=Link is Down,pid=945,uid=0",
                "CPU: 1 PID: 77 Comm: Link is Down Not tainted 6.1.0",
                "Link is Down: page allocation failure: order:5, mode:0x40dc0"
            })
    void aNameIsNoComplaintOfTheKernel(String text) {
        assertThat(MessageRule.match(text)).isEmpty();
    }

    @Test
    void aProcessNamedLikeAComplaintIsStillSeenToCrash() {
        assertThat(MessageRule.match("kernel BUG at[7]: segfault at 0 ip 1 sp 2 error 4"))
                .contains(new Match(Kind.SEGFAULT, Optional.of(7), Optional.of("kernel BUG at")));
    }

    @Test
    void aNameWithALineEndAndEscapesIsTakenWhole() {
        assertThat(MessageRule.match("a\n\u001b[31m[5]: segfault at 0 ip 1 sp 2 error 4"))
                .contains(new Match(Kind.SEGFAULT, Optional.of(5), Optional.of("a\n\u001b[31m")));
    }

    @Test
    void anAbsurdPidIsNone() {
        assertThat(MessageRule.match("x[99999999999999]: segfault at 0"))
                .contains(new Match(Kind.SEGFAULT, Optional.empty(), Optional.of("x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPU: 1 PID: 77 Comm: my app Not tainted 6.1.0-13-amd64 #1",
                "CPU: 1 UID: 0 PID: 77 Comm: my app Tainted: G        W  6.12",
                "Pid: 77, comm: my app Not tainted 2.6.32-754"
            })
    void theReportNamesWhoWasOnTheCpu(String text) {
        assertThat(MessageRule.who(Kind.KERNEL_BUG, text))
                .contains(new Match(Kind.KERNEL_BUG, Optional.of(77), Optional.of("my app")));
    }
}
