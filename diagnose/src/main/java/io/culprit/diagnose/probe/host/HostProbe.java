package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.Capabilities;
import io.culprit.kernel.procfs.CpuInfo;
import io.culprit.kernel.procfs.OsRelease;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sysfs.CpuFiles;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.Host.Privileges;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Step 13: what host this is, and with which rights it is looked at. */
public final class HostProbe {
    private static final String UNKNOWN = "unknown";

    private final String root;
    private final CpuFiles cpuFiles;
    private Read<Long> throttlesAtBegin = Read.malformed("read thermal_throttle", "not begun");

    public HostProbe() {
        this("");
    }

    /** @param root what stands before {@code /proc}, {@code /sys} and {@code /etc} */
    HostProbe(String root) {
        this.root = root;
        cpuFiles = new CpuFiles(root);
    }

    /** Identity of this boot, part of every process's; "unknown" where {@code /proc} does not tell. */
    public static String bootId() {
        return bootId("");
    }

    private static String bootId(String root) {
        return text(root + "/proc/sys/kernel/random/boot_id").orElse(UNKNOWN);
    }

    /** Counters whose growth counts. */
    public void begin() {
        throttlesAtBegin = cpuFiles.throttles(cpus());
    }

    public Host finish() {
        List<Integer> cpus = cpus();
        Read<Long> throttles = cpuFiles.throttles(cpus);
        Read<CpuInfo> cpu = KernelFile.text(root + "/proc/cpuinfo").map(CpuInfo::parse);
        AuxVector own = AuxVector.self();
        return new Host(
                text(root + "/proc/sys/kernel/hostname").orElse(UNKNOWN),
                bootId(root),
                text(root + "/proc/sys/kernel/osrelease").orElse(UNKNOWN),
                architecture(),
                OsRelease.of(root).asOptional().flatMap(OsRelease::prettyName).orElse(UNKNOWN),
                uptimeSeconds(),
                cpus.size(),
                Kernel.answer(cpu).flatMap(c -> known(c.model(), "/proc/cpuinfo names no model on this architecture")),
                mhz(cpu, cpus),
                Kernel.answer(cpuFiles.maxMhz(cpus)),
                Kernel.answer(throttlesAtBegin.flatMap(first -> throttles.map(last -> Math.max(0, last - first)))),
                Kernel.answer(cpu).flatMap(c -> Virtualization.read(root, c).name()),
                Answer.known(ContainerMark.read(root)),
                Kernel.answer(
                        KernelFile.text(root + "/sys/devices/system/clocksource/clocksource0/current_clocksource")),
                own.ticksPerSecond(),
                own.pageBytes(),
                privileges());
    }

    private Answer<Double> mhz(Read<CpuInfo> cpu, List<Integer> cpus) {
        Answer<Double> driven = Kernel.answer(cpuFiles.meanMhz(cpus));
        Optional<Double> printed = cpu.asOptional()
                .filter(c -> c.meanMhz().isPresent())
                .map(c -> c.meanMhz().getAsDouble());
        return driven.isKnown() ? driven : printed.map(Answer::known).orElse(driven);
    }

    private List<Integer> cpus() {
        List<Integer> online = cpuFiles.online().asOptional().orElse(List.of());
        return online.isEmpty()
                ? IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .boxed()
                        .toList()
                : online;
    }

    /** As uname(2) says; Java has names of its own for it. */
    private String architecture() {
        String java = System.getProperty("os.arch", UNKNOWN);
        return text(root + "/proc/sys/kernel/arch").orElse(java.equals("amd64") ? "x86_64" : java);
    }

    private long uptimeSeconds() {
        try {
            return (long)
                    Double.parseDouble(text(root + "/proc/uptime").orElse("0").split(" ", 2)[0]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Privileges privileges() {
        Capabilities own = Capabilities.parse(text(root + "/proc/self/status").orElse(""));
        return new Privileges(own.uid(), own.names());
    }

    private static Answer<String> known(Optional<String> value, String orElse) {
        return value.map(Answer::known).orElseGet(() -> Answer.unavailable(orElse));
    }

    private static Optional<String> text(String path) {
        return KernelFile.text(path).asOptional().filter(t -> !t.isEmpty());
    }
}
