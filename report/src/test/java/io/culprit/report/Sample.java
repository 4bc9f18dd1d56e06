package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Confidence;
import io.culprit.model.Diagnosis;
import io.culprit.model.Fact;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import io.culprit.model.evidence.SystemLimits;
import io.culprit.model.evidence.SystemLimits.Fill;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.evidence.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The original case: twelve workers of a closed daemon spin on a shared socket, and one leaks; and a host where all is well. */
final class Sample {
    static final String BOOT = "5b3f7e0c-6a3e-4c53-9d5e-1d2f0a8f3c11";
    private static final long MB = 1 << 20;
    private static final int FIRST = 18_354;
    private static final int WORKERS = 12;
    static final String NO_KMSG =
            "/dev/kmsg: not permitted (EPERM): kernel.dmesg_restrict is 1; run as root or with CAP_SYSLOG";

    private Sample() {}

    static ProcessId id(int pid) {
        return new ProcessId(BOOT, pid, 118_274_500L + pid);
    }

    static Diagnosis originalCase() {
        return new Diagnosis(evidence(), findings(), checks());
    }

    static Diagnosis quiet() {
        Evidence e = evidence();
        Usage idle = new Usage(
                List.of(process(812, "sshd", 0.002)),
                80,
                160,
                new Usage.CpuAccount(0.05, 0.04, 0, 0, 0, 0, 0, 0.01, List.of()));
        return new Diagnosis(
                with(e, Answer.known(idle)),
                List.of(),
                checks().stream().filter(c -> c.status() == Check.Status.OK).toList());
    }

    static Evidence with(Evidence e, Answer<Usage> usage) {
        return new Evidence(
                e.format(),
                e.host(),
                e.window(),
                e.load(),
                usage,
                e.suspects(),
                e.syscalls(),
                e.profile(),
                e.limits(),
                e.descriptorUsage(),
                e.sockets(),
                e.protocolMemory(),
                e.network(),
                e.memory(),
                e.kernelLog());
    }

    static Evidence nothingKnown() {
        Evidence e = evidence();
        return new Evidence(
                e.format(),
                e.host(),
                e.window(),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                List.of(),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"));
    }

    static List<Finding> findings() {
        List<ProcessId> workers =
                IntStream.range(0, WORKERS).mapToObj(i -> id(FIRST + i)).toList();
        return List.of(
                new Finding(
                        "syscall-error-loop",
                        Optional.of("shared-fd"),
                        Severity.CRITICAL,
                        Confidence.HIGH,
                        Subject.program("/opt/vendor/bin/networkingd", workers),
                        "networkingd: 12 processes spin on a failing recvfrom(fd 11) = EAGAIN, 184 000 a second, 11.03 CPUs",
                        11.03,
                        List.of(
                                new Fact(
                                        "97 % of their system calls are recvfrom(fd 11) = EAGAIN, 184 000 a second in 12"
                                                + " traced processes",
                                        "raw tracepoint sys_exit"),
                                new Fact(
                                        "fd 11 is one UDP socket shared by all 12: 239.1.1.1:5000, member on eth0, receive"
                                                + " queue 0, drops 0 (by socket inode)",
                                        "sock_diag"),
                                new Fact("11.03 CPUs in 12 processes: 36 % user, 64 % system", "/proc/PID/stat"),
                                new Fact(
                                        "on-CPU: 66 % kernel (recvfrom path: do_syscall_64 18 %, __sys_recvfrom 11 %,"
                                                + " __skb_recv_udp 8 %), 30 % user in libnd.so+0x4f3a",
                                        "perf_event_open")),
                        List.of(
                                "timeout 5 strace -f -c -p 18354",
                                "ls -l /proc/18354/fd/11; cat /proc/18354/fdinfo/11"),
                        "The program takes a refusal for a reason to try again at once; report the call, descriptor and"
                                + " error to its maker, and restart it where that is allowed."),
                new Finding(
                        "socket-leak",
                        Optional.of("unidentified"),
                        Severity.WARNING,
                        Confidence.MEDIUM,
                        Subject.process("/opt/vendor/bin/networkingd", id(FIRST)),
                        "networkingd (18354) leaks sockets that ss cannot see: 5 032 never bound nor connected, or reset",
                        0,
                        List.of(
                                new Fact(
                                        "5 032 of its sockets are in no protocol table, 3 more than when the window began",
                                        "sock_diag against /proc/PID/fd"),
                                new Fact("by protocol: 5 030 TCP, 2 UDP", "getxattr system.sockprotoname")),
                        List.of("ls -l /proc/18354/fd | grep -c socket:"),
                        "The program forgets to close; a restart frees them, the fix is its maker's: give him the count,"
                                + " the kind and the rate."),
                new Finding(
                        "cpu-consumer",
                        Optional.empty(),
                        Severity.NOTICE,
                        Confidence.LOW,
                        Subject.process("java", id(4711)),
                        "java (4711) is busy",
                        0.41,
                        List.of(new Fact("most of it in one thread", "/proc/PID/task")),
                        List.of("pidstat -t -p 4711 1 5"),
                        "Ask its owner whether it should be."));
    }

    static List<Check> checks() {
        List<Check> c = new ArrayList<>();
        c.add(Check.bad(
                "load",
                1,
                "Do more tasks want to run than there are CPUs?",
                "load 13.34 13.59 13.73 on 12 CPUs, 25.1 tasks runnable, 0.0 blocked"));
        c.add(Check.bad("pressure", 1, "Do tasks wait for CPU, memory or I/O?", "cpu 61 %, memory 0 %, io 0.1 %"));
        c.add(Check.ok(
                "one-core",
                1,
                "Is it one core or all of them?",
                "96 % busy: user 34 %, system 62 %, softirq 0.4 %, iowait 0 %, hottest CPU 3 99 %, 11 of 12 cores are"
                        + " full"));
        c.add(Check.bad(
                "consumers",
                2,
                "Who uses the CPU?",
                "212 processes, 604 threads; most: networkingd 11.03 CPUs, java 0.41 CPUs",
                "syscall-error-loop"));
        c.add(Check.ok(
                "unaccounted-cpu",
                2,
                "Which CPU time do living processes not account for?",
                "0.02 CPUs of short-lived processes, 0.05 CPUs of kernel threads, 0.04 CPUs of softirq"));
        c.add(Check.bad(
                "syscalls",
                3,
                "Do the suspects' system calls fail?",
                "379 022 calls, 189 511 a second, 97 % failed (ebpf, 0 lost)",
                "syscall-error-loop"));
        c.add(Check.ok(
                "socket-drops",
                5,
                "Do sockets drop what comes in?",
                "none dropped anything within the window (read by sock_diag)"));
        c.add(Check.bad(
                "unidentified-sockets",
                5,
                "Does anybody hold sockets that no protocol table knows?",
                "networkingd (18354) holds 5 032",
                "socket-leak"));
        c.add(Check.ok(
                "memory",
                6,
                "Is the host short of memory?",
                "5.1 GB of 15.6 GB available, 412 MB of the kernel's own cannot be reclaimed"));
        c.add(Check.ok(
                "memory-limit", 6, "Is a suspect's cgroup at its memory limit?", "no suspect's cgroup has a limit"));
        c.add(Check.ok(
                "process-fds",
                7,
                "Is a process near its limit of descriptors?",
                "fullest: networkingd (18354), 5 120 of 1 048 576 (0.5 %)"));
        c.add(Check.ok("system-fds", 7, "Is the host near its limit of open files?", "9 872 of 1 621 504 (0.6 %)"));
        c.add(Check.ok(
                "threads", 7, "Are there too many threads?", "604 of 127 432 (0.5 %); pids 604 of 4 194 304 (0 %)"));
        c.add(Check.ok(
                "tcp-memory",
                8,
                "Is TCP short of memory?",
                "9 413 pages of 5 210 sockets; pressure at 5 221 152, limit 6 961 536"));
        c.add(Check.ok("orphans", 9, "Are there too many orphaned sockets?", "529 of 262 144 (0.2 %)"));
        c.add(Check.ok("time-wait", 9, "Is the table of TIME_WAIT sockets full?", "1 204 of 262 144 (0.5 %)"));
        c.add(Check.ok("close-wait", 10, "Do sockets pile up that nobody closes?", "3 in CLOSE_WAIT"));
        c.add(Check.ok(
                "udp-errors", 11, "Are datagrams lost at the receiver?", "0 receive errors, 0 for want of buffer"));
        c.add(Check.ok(
                "listen-queues",
                11,
                "Are connections dropped because nobody accepts them?",
                "0 overflows, 0 drops, 0 SYN queue drops, 0 cookies"));
        c.add(Check.ok("retransmits", 11, "Must TCP repeat itself?", "0.3 of 412 segments a second"));
        c.add(
                Check.unknown(
                        "conntrack",
                        11,
                        "Is the connection tracking table full?",
                        "connection tracking is not loaded, or hidden: open /proc/sys/net/netfilter/nf_conntrack_count: no such file (ENOENT)"));
        c.add(Check.unknown("kernel-messages", 12, "Did the kernel complain lately?", NO_KMSG));
        c.add(Check.ok(
                "oom-kills",
                12,
                "Did the kernel kill anybody for lack of memory?",
                "0 within the window, 0 since boot"));
        c.add(Check.ok("steal", 13, "Does the hypervisor keep the CPU for others?", "0 % stolen"));
        c.add(Check.unknown(
                "thermal",
                13,
                "Is the CPU slowed down for heat?",
                "read thermal_throttle: no CPU has it: Intel's alone count, and virtual machines do not show them"));
        c.add(Check.ok(
                "host",
                13,
                "What kind of host is it?",
                "6.18.0 x86_64, 12 CPUs (AMD EPYC 7B13), up 13 days, virtualization kvm, container none, clock tsc"));
        return c;
    }

    static ProcessUsage process(int pid, String name, double cpus) {
        return new ProcessUsage(
                id(pid),
                1,
                0,
                name,
                "/usr/bin/" + name,
                Answer.known("/usr/bin/" + name),
                name + " --foreground",
                Optional.of(name + ".service"),
                Optional.empty(),
                false,
                'R',
                cpus * 0.36,
                cpus * 0.64,
                0,
                0,
                1,
                0,
                List.of(new Usage.ThreadUsage(pid, name, 'R', cpus * 0.36, cpus * 0.64)),
                50 * MB,
                List.of(50 * MB, 50 * MB),
                0.1,
                0,
                false,
                false);
    }

    static Evidence evidence() {
        List<ProcessUsage> processes = new ArrayList<>();
        List<Suspect> suspects = new ArrayList<>();
        List<SyscallCount> calls = new ArrayList<>();
        List<Descriptor.Holder> holders = IntStream.range(1, WORKERS)
                .mapToObj(i -> new Descriptor.Holder(id(FIRST + i), "networkingd", "networkingd", 11))
                .toList();
        for (int i = 0; i < WORKERS; i++) {
            int pid = FIRST + i;
            processes.add(process(pid, "networkingd", 0.919));
            suspects.add(suspect(pid, holders));
            calls.add(new SyscallCount(
                    id(pid),
                    45,
                    "recvfrom",
                    Optional.of(11),
                    Optional.of(11),
                    "EAGAIN",
                    30_667,
                    480,
                    Answer.known(161.25),
                    18_204));
        }
        processes.add(process(4711, "java", 0.41));
        processes.add(process(812, "sshd", 0.002));
        return new Evidence(
                Evidence.FORMAT,
                host(),
                new Window("2026-11-24T14:00:31.207+01:00", 10.4, 21, 0.003, 96 * MB),
                Answer.known(load()),
                Answer.known(new Usage(
                        processes,
                        212,
                        604,
                        new Usage.CpuAccount(
                                11.6,
                                11.44,
                                0.05,
                                0.02,
                                0.04,
                                0.01,
                                0,
                                0.04,
                                List.of(new Usage.ChildMaker(id(1), "systemd", 0.01, 3, List.of("sh")))))),
                suspects,
                Answer.known(new SyscallTrace(
                        SyscallTrace.Method.EBPF,
                        List.of(),
                        suspects.stream().map(Suspect::id).toList(),
                        2.0,
                        4,
                        379_022,
                        0,
                        Answer.known(new SyscallTrace.Cost(46, 38, 0.02, 0.084, 0.10, false)),
                        calls)),
                Answer.known(new CpuProfile(
                        99,
                        1092,
                        0,
                        "kptr_restrict hides symbols of the kernel: run as root, or sysctl kernel.kptr_restrict=1",
                        List.of(
                                new CpuProfile.HotSpot(id(FIRST), true, "kernel", "udp_recvmsg", 0x1a4, 666, 9),
                                new CpuProfile.HotSpot(id(FIRST), false, "libnd.so", "", 0x4f3a, 327, 2)))),
                Answer.known(new SystemLimits(
                        Answer.known(new Fill(9872, 1_621_504)),
                        Answer.known(1_048_576L),
                        Answer.known(new Fill(604, 127_432)),
                        Answer.known(new Fill(604, 4_194_304)),
                        Answer.known(new Fill(3, 128)),
                        Answer.unavailable("/proc/813/fdinfo: not permitted (EACCES)"),
                        Answer.known(3_500_000L),
                        List.of("counted for 3 users"))),
                Answer.known(List.of(new DescriptorUsage(
                        id(FIRST),
                        "networkingd",
                        "/opt/vendor/bin/networkingd",
                        5120,
                        3,
                        true,
                        Answer.known(1_048_576L),
                        Answer.known(1_048_576L),
                        Answer.known(Map.of(DescriptorKind.SOCKET, 5040, DescriptorKind.DELETED_FILE, 2)),
                        false))),
                Answer.known(sockets()),
                Answer.known(new ProtocolMemory(
                        Answer.known(new ProtocolMemory.Pages(9413, 3_480_768, 5_221_152, 6_961_536, 812)),
                        Answer.known(new ProtocolMemory.Pages(2, 90_000, 110_000, 170_000, 2)),
                        Answer.known(new Fill(529, 262_144)),
                        2,
                        Answer.known(new Fill(1204, 262_144)),
                        0,
                        0,
                        0)),
                Answer.known(network()),
                Answer.known(new HostMemory(
                        15_974 * MB, 5222 * MB, 0, 0, 20 * MB, 0, 0, 0, 0.2, Answer.known(0L), Answer.known(0L))),
                Answer.unavailable(NO_KMSG));
    }

    private static Host host() {
        return new Host(
                "server1",
                BOOT,
                "6.18.0",
                "x86_64",
                "Debian GNU/Linux 12 (bookworm)",
                13 * 86_400 + 7000,
                WORKERS,
                Answer.known("AMD EPYC 7B13"),
                Answer.known(2450.0),
                Answer.unavailable("no cpufreq: a virtual machine"),
                Answer.unavailable("no thermal counters: a virtual machine"),
                Answer.known("kvm"),
                Answer.known("none"),
                Answer.known("tsc"),
                100,
                4096,
                new Host.Privileges(0, List.of("CAP_BPF", "CAP_PERFMON")));
    }

    private static Load load() {
        Load.CpuShares busy = new Load.CpuShares(WORKERS, 0.34, 0, 0.616, 0.04, 0, 0, 0.004, 0);
        Load.Pressure calm = new Load.Pressure(0, 0, 0, 0, 0);
        return new Load(
                13.34,
                13.59,
                13.73,
                25,
                25.1,
                0,
                604,
                busy,
                List.of(busy),
                5120,
                13_000,
                2.5,
                Answer.known(new Load.Pressure(0.6, 0.61, 0.6, 0.61, 0)),
                Answer.known(calm),
                Answer.known(calm));
    }

    private static Suspect suspect(int pid, List<Descriptor.Holder> holders) {
        SocketInfo socket = new SocketInfo(
                55_123,
                "UDP",
                "UNCONNECTED",
                true,
                "239.1.1.1:5000",
                "",
                0,
                0,
                0,
                Optional.of(new SocketInfo.SocketMemory(0, 212_992, 0, 212_992, 0, 0, 0, 0, 0)),
                Optional.empty(),
                List.of("239.1.1.1 on eth0"),
                Optional.empty());
        return new Suspect(
                id(pid),
                "networkingd",
                "/opt/vendor/bin/networkingd",
                "0.92 CPUs",
                false,
                Answer.known(new ProcessMemory(
                        50 * MB,
                        40 * MB,
                        10 * MB,
                        0,
                        0,
                        60 * MB,
                        200 * MB,
                        2048.5,
                        0,
                        Answer.known(88),
                        Answer.known(List.of(
                                new ProcessMemory.Mapping("7f0000000000-7f0001000000", 16 * MB, "rw-p", "", ""))),
                        Answer.known(List.of()),
                        Answer.unavailable("/proc/" + pid + "/maps: not permitted (EACCES)"),
                        Answer.known("madvise"),
                        Optional.of(new ProcessMemory.Smaps(1, 2, 3, 4, 5)))),
                Answer.known(List.of(new Descriptor(
                        11,
                        DescriptorKind.SOCKET,
                        "socket:[55123]",
                        Optional.of(55_123L),
                        "O_RDWR|O_NONBLOCK",
                        true,
                        List.of(new Descriptor.Watch(7, "EPOLLIN|EPOLLET", "socket:[55124]")),
                        "",
                        holders,
                        "socket inode",
                        Optional.of(socket)))),
                Answer.known(
                        new Suspect.CgroupCpu("/system.slice/nd.service", Answer.unavailable("no quota"), 0, 0, 0)),
                Answer.known(new Suspect.CgroupMemory(
                        "/system.slice/nd.service", 700 * MB, Answer.unavailable("no limit"), 0, 0, 0)),
                Answer.known(new Suspect.CgroupPids("/system.slice/nd.service", 13, Answer.known(9000L))));
    }

    private static SocketTables sockets() {
        SocketTables.StateHolder holder =
                new SocketTables.StateHolder("CLOSE_WAIT", id(FIRST), "networkingd", "networkingd", 3, 0);
        return new SocketTables(
                "sock_diag",
                1,
                Map.of("ESTABLISHED", 812, "LISTEN", 14, "CLOSE_WAIT", 3),
                Map.of("UDP", 31),
                List.of(new SocketTables.StatePeers(
                        "CLOSE_WAIT", 3, 1, List.of(new SocketTables.PeerCount("10.0.0.7", 3, List.of(holder))))),
                List.of(holder),
                Answer.known(List.of(new SocketTables.UnidentifiedSockets(
                        id(FIRST), "networkingd", "networkingd", 5032, 3, Map.of("TCP", 5030, "UDP", 2)))),
                List.of(new SocketTables.Listener("0.0.0.0:80", 1, 128, List.of())),
                List.of());
    }

    private static NetworkStack network() {
        return new NetworkStack(
                Answer.known(List.of(new NetworkStack.Softnet(0, 100, 0, 0))),
                Answer.known(List.of(new NetworkStack.SoftirqRate("NET_RX", 40, List.of(20.0, 20.0)))),
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                412,
                0.3,
                Answer.unavailable("nf_conntrack is not loaded"),
                List.of(new NetworkStack.Interface("host", "eth0", 10, 10, 1000, 1000, 0, 0, 14)),
                Answer.known(List.of(new NetworkStack.Membership("eth0", "239.1.1.1", 1, List.of()))));
    }

    /** Where it may be read after all. */
    static KernelLog kernelLog() {
        return new KernelLog(
                3600,
                12,
                true,
                Map.of(KernelLog.Kind.OOM_KILL, 1),
                List.of(new KernelLog.Message(
                        KernelLog.Kind.OOM_KILL,
                        41.5,
                        "Out of memory: Killed process 18354 (networkingd)",
                        Optional.of(18_354),
                        Optional.of("networkingd"))));
    }
}
