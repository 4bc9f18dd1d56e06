package io.culprit.report;

import static io.culprit.report.Sample.BOOT;
import static io.culprit.report.Sample.FIRST;
import static io.culprit.report.Sample.MB;
import static io.culprit.report.Sample.NO_KMSG;
import static io.culprit.report.Sample.WORKERS;
import static io.culprit.report.Sample.id;
import static io.culprit.report.Sample.process;

import io.culprit.model.Answer;
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
import io.culprit.model.evidence.ProtocolMemory;
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

/** What was found out on the host of the original case. */
final class SampleEvidence {
    private SampleEvidence() {}

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
            suspects.add(SampleSuspect.of(pid, holders));
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
