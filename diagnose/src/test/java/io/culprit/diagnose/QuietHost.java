package io.culprit.diagnose;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Load.Pressure;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import io.culprit.model.evidence.SystemLimits;
import io.culprit.model.evidence.SystemLimits.Fill;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.CpuAccount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.evidence.Usage.ThreadUsage;
import io.culprit.model.evidence.Window;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence of a host with two CPUs on which nothing happens for eight seconds; a test changes the one part that it is about. */
public final class QuietHost {
    public static final double SECONDS = 8;
    /** What the trace was attached for, so that counts are not rates by accident. */
    public static final double TRACED_SECONDS = 2;

    private static final String BOOT = "6f1a";
    private static final long MB = 1 << 20;

    public int cpus = 2;
    public double runQueue = 0.3;
    public CpuShares total = shares(2, 0.02, 0);
    public List<CpuShares> perCpu = List.of(shares(0, 0.02, 0), shares(1, 0.02, 0));
    public double forksPerSecond = 2;
    public Answer<Pressure> memoryPressure = Answer.known(new Pressure(0, 0, 0, 0, 0));
    public final List<ProcessUsage> processes = new ArrayList<>();
    public CpuAccount account = new CpuAccount(0.05, 0.04, 0, 0, 0, 0, 0, 0.01, List.of());
    public final List<Suspect> suspects = new ArrayList<>();
    public final List<SyscallCount> calls = new ArrayList<>();
    public Method method = Method.EBPF;
    public long lost;
    public final List<HotSpot> spots = new ArrayList<>();
    public final List<DescriptorUsage> descriptors = new ArrayList<>();
    public Fill openFiles = new Fill(1500, 200_000);
    public Fill threads = new Fill(160, 30_000);
    public Fill pids = new Fill(160, 32_768);
    public SocketTables sockets = new SocketTables(
            "sock_diag",
            1,
            Map.of("LISTEN", 3),
            Map.of("UDP", 2),
            List.of(),
            List.of(),
            Answer.known(List.of()),
            List.of(),
            List.of());
    public ProtocolMemory protocolMemory = new ProtocolMemory(
            Answer.known(new ProtocolMemory.Pages(10, 40_000, 55_000, 80_000, 3)),
            Answer.known(new ProtocolMemory.Pages(2, 90_000, 110_000, 170_000, 2)),
            Answer.known(new Fill(0, 8192)),
            0,
            Answer.known(new Fill(0, 8192)),
            0,
            0,
            0);
    public long listenOverflows;
    public long requestDrops;
    public long synCookies;
    public long softnetDropped;
    public double netRxPerSecond = 40;
    public List<NetworkStack.Membership> memberships = List.of();
    public HostMemory memory =
            new HostMemory(4096 * MB, 3000 * MB, 0, 0, 20 * MB, 0, 0, 0, 0, Answer.known(0L), Answer.known(0L));
    public KernelLog kernelLog = new KernelLog(3600, 12, false, Map.of(), List.of());

    public static CpuShares shares(int cpu, double user, double softirq) {
        return new CpuShares(cpu, user, 0, 0.01, Math.max(0, 1 - user - softirq - 0.01), 0, 0, softirq, 0);
    }

    public static CpuShares stolen(double share) {
        return new CpuShares(2, 0.02, 0, 0.01, 0.97 - share, 0, 0, 0, share);
    }

    public static ProcessId id(int pid) {
        return new ProcessId(BOOT, pid, 100_000L + pid);
    }

    public static ProcessUsage process(int pid, String name, double user, double system) {
        return process(
                pid,
                name,
                user,
                system,
                1,
                0,
                List.of(50 * MB, 50 * MB, 50 * MB, 50 * MB, 50 * MB, 50 * MB, 50 * MB, 50 * MB, 50 * MB));
    }

    public static ProcessUsage process(
            int pid, String name, double user, double system, int threads, int threadGrowth, List<Long> rss) {
        return new ProcessUsage(
                id(pid),
                1,
                0,
                name,
                name,
                Answer.known("/usr/sbin/" + name),
                name,
                Optional.empty(),
                Optional.empty(),
                false,
                'R',
                user,
                system,
                0,
                0,
                threads,
                threadGrowth,
                List.of(new ThreadUsage(pid, name, 'R', user, system)),
                rss.getLast(),
                rss,
                0,
                0,
                false,
                false);
    }

    /** A suspect of the same name as the process, which holds the given descriptors. */
    public QuietHost suspect(ProcessUsage p, Descriptor... held) {
        processes.add(p);
        suspects.add(new Suspect(
                p.id(),
                p.name(),
                p.program(),
                "CPU",
                false,
                Answer.unavailable("not asked"),
                Answer.known(List.of(held)),
                Answer.unavailable("no quota"),
                Answer.unavailable("no cgroup"),
                Answer.unavailable("no cgroup")));
        return this;
    }

    /** The suspect added last, but with this memory, quota and limits. */
    public QuietHost limited(
            Answer<ProcessMemory> processMemory,
            Answer<Suspect.CgroupCpu> cpu,
            Answer<Suspect.CgroupMemory> cgroupMemory,
            Answer<Suspect.CgroupPids> cgroupPids) {
        Suspect s = suspects.removeLast();
        suspects.add(new Suspect(
                s.id(),
                s.name(),
                s.program(),
                s.why(),
                s.asked(),
                processMemory,
                s.descriptors(),
                cpu,
                cgroupMemory,
                cgroupPids));
        return this;
    }

    /** So many calls a second while attached; errno 0 is success. */
    public QuietHost calls(int pid, String name, Optional<Integer> fd, int errno, String errnoName, double perSecond) {
        calls.add(new SyscallCount(
                id(pid),
                45,
                name,
                fd,
                Optional.of(errno),
                errnoName,
                (long) (perSecond * TRACED_SECONDS),
                0,
                Answer.unavailable("none timed"),
                0));
        return this;
    }

    public static Descriptor socket(int fd, Descriptor.Holder... holders) {
        SocketInfo info = new SocketInfo(
                123,
                "UDP",
                "UNCONNECTED",
                true,
                "239.1.1.1:5000",
                "",
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of("239.1.1.1 on lo"),
                Optional.empty());
        return new Descriptor(
                fd,
                DescriptorKind.SOCKET,
                "socket:[123]",
                Optional.of(123L),
                "O_RDWR|O_NONBLOCK",
                true,
                List.of(),
                "",
                List.of(holders),
                "socket inode",
                Optional.of(info));
    }

    public QuietHost spot(int pid, boolean kernel, String symbol, int samples, int addresses) {
        spots.add(new HotSpot(id(pid), kernel, kernel ? "kernel" : "prog", symbol, 16, samples, addresses));
        return this;
    }

    public Evidence evidence() {
        Answer<Double> mhz = Answer.known(3000.0);
        Host host = new Host(
                "quiet",
                BOOT,
                "6.18.0",
                "x86_64",
                "Debian GNU/Linux 12",
                86_400,
                cpus,
                Answer.known("a CPU"),
                mhz,
                mhz,
                Answer.known(0L),
                Answer.known("none"),
                Answer.known("none"),
                Answer.known("tsc"),
                100,
                4096,
                new Host.Privileges(0, List.of("CAP_BPF")));
        Answer<Pressure> none = Answer.known(new Pressure(0, 0, 0, 0, 0));
        Load load = new Load(
                0.1,
                0.1,
                0.1,
                1,
                runQueue,
                0,
                160,
                total,
                perCpu,
                500,
                300,
                forksPerSecond,
                none,
                memoryPressure,
                none);
        NetworkStack network = new NetworkStack(
                Answer.known(List.of(new NetworkStack.Softnet(0, 100, softnetDropped, 0))),
                Answer.known(List.of(
                        new NetworkStack.SoftirqRate("NET_RX", netRxPerSecond, List.of(20.0, netRxPerSecond - 20)))),
                0,
                0,
                1,
                listenOverflows,
                listenOverflows,
                requestDrops,
                synCookies,
                10,
                0,
                Answer.known(new Fill(5, 65_536)),
                List.of(new NetworkStack.Interface("host", "eth0", 10, 10, 1000, 1000, 0, 0, 0)),
                Answer.known(memberships));
        SystemLimits limits = new SystemLimits(
                Answer.known(openFiles),
                Answer.known(1_048_576L),
                Answer.known(threads),
                Answer.known(pids),
                Answer.known(new Fill(2, 128)),
                Answer.known(new Fill(20, 30_000)),
                Answer.known(400_000L),
                List.of());
        SyscallTrace trace = new SyscallTrace(
                method,
                List.of(),
                suspects.stream().map(Suspect::id).toList(),
                TRACED_SECONDS,
                4,
                calls.stream().mapToLong(SyscallCount::count).sum(),
                lost,
                Answer.unavailable("not measured"),
                calls);
        return new Evidence(
                Evidence.FORMAT,
                host,
                new Window("2026-11-24T14:00:31Z", SECONDS, 9, 0.1, 100 * MB),
                Answer.known(load),
                Answer.known(new Usage(processes, 80, 160, account)),
                suspects,
                Answer.known(trace),
                Answer.known(new CpuProfile(
                        99, spots.stream().mapToInt(HotSpot::samples).sum(), 0, "", spots)),
                Answer.known(limits),
                Answer.known(descriptors),
                Answer.known(sockets),
                Answer.known(protocolMemory),
                Answer.known(network),
                Answer.known(memory),
                Answer.known(kernelLog));
    }

    /** The same evidence, but for one part that could not be read. */
    public static Evidence without(Evidence evidence, String part, String reason) {
        RecordComponent[] parts = Evidence.class.getRecordComponents();
        try {
            Object[] values = new Object[parts.length];
            Class<?>[] types = new Class<?>[parts.length];
            for (int i = 0; i < parts.length; i++) {
                types[i] = parts[i].getType();
                values[i] = parts[i].getName().equals(part)
                        ? Answer.unavailable(reason)
                        : parts[i].getAccessor().invoke(evidence);
            }
            return Evidence.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no such part of the evidence: " + part, e);
        }
    }

    /** The same host to somebody who may read nothing. */
    public Evidence unavailable() {
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
}
