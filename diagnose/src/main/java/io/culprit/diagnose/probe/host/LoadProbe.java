package io.culprit.diagnose.probe.host;

import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.procfs.CpuTicks;
import io.culprit.kernel.procfs.HostStat;
import io.culprit.kernel.procfs.PressureFile;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Load.Pressure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Step 1: /proc/loadavg, /proc/stat and /proc/pressure over the window. */
public final class LoadProbe implements WindowProbe<Load> {
    private static final List<String> RESOURCES = List.of("cpu", "memory", "io");
    private static final double PERCENT = 100;
    private static final double MICROS = 1e6;

    private final Map<String, Read<PressureFile>> pressureAtBegin = new HashMap<>();
    private Read<HostStat> before = Read.malformed("read /proc/stat", "not begun");
    private long beganNanos;
    private long running;
    private long blocked;
    private int readings;

    @Override
    public void begin() {
        before = host();
        beganNanos = System.nanoTime();
        RESOURCES.forEach(r -> pressureAtBegin.put(r, pressure(r)));
    }

    @Override
    public void tick() {
        if (host() instanceof Read.Ok<HostStat> now) {
            count(now.value());
        }
    }

    @Override
    public Answer<Load> finish() {
        Read<HostStat> last = host();
        Read<String> loadavg = KernelFile.text("/proc/loadavg");
        if (!(before instanceof Read.Ok<HostStat> first)) {
            return Answer.unavailable(before.why());
        }
        if (!(last instanceof Read.Ok<HostStat> now)) {
            return Answer.unavailable(last.why());
        }
        if (!(loadavg instanceof Read.Ok<String> line)) {
            return Answer.unavailable(loadavg.why());
        }
        String[] averages = line.value().split("[ /]", -1);
        if (averages.length < 5) {
            return Answer.unavailable("read /proc/loadavg: not in the form of proc_loadavg(5): " + line.value());
        }
        count(now.value());
        double seconds = Math.max(1e-3, (System.nanoTime() - beganNanos) / 1e9);
        List<CpuShares> cores = new ArrayList<>();
        now.value().perCpu().forEach((cpu, ticks) -> {
            CpuTicks earlier = first.value().perCpu().get(cpu);
            if (earlier != null) {
                cores.add(shares(cpu, ticks.since(earlier)));
            }
        });
        CpuTicks spent = now.value().total().since(first.value().total());
        return Answer.known(new Load(
                Double.parseDouble(averages[0]),
                Double.parseDouble(averages[1]),
                Double.parseDouble(averages[2]),
                // The reader itself runs while it reads.
                Math.max(0, now.value().running() - 1),
                (double) running / readings,
                (double) blocked / readings,
                Integer.parseInt(averages[4]),
                shares(cores.size(), spent),
                cores,
                (now.value().contextSwitches() - first.value().contextSwitches()) / seconds,
                (now.value().interrupts() - first.value().interrupts()) / seconds,
                (now.value().forks() - first.value().forks()) / seconds,
                over("cpu", seconds),
                over("memory", seconds),
                over("io", seconds)));
    }

    private void count(HostStat now) {
        running += Math.max(0, now.running() - 1);
        blocked += now.blocked();
        readings++;
    }

    private Answer<Pressure> over(String resource, double seconds) {
        Read<PressureFile> start = pressureAtBegin.getOrDefault(resource, Read.malformed("read pressure", "not begun"));
        Read<PressureFile> end = pressure(resource);
        return Kernel.answer(start.flatMap(a -> end.map(b -> new Pressure(
                b.avg10() / PERCENT,
                b.avg60() / PERCENT,
                b.avg300() / PERCENT,
                share(b.someTotalMicros() - a.someTotalMicros(), seconds),
                share(b.fullTotalMicros() - a.fullTotalMicros(), seconds)))));
    }

    private static double share(long micros, double seconds) {
        return Math.clamp(micros / MICROS / seconds, 0, 1);
    }

    static CpuShares shares(int cpu, CpuTicks t) {
        double all = Math.max(1, t.all());
        return new CpuShares(
                cpu,
                t.user() / all,
                t.nice() / all,
                t.system() / all,
                t.idle() / all,
                t.iowait() / all,
                t.irq() / all,
                t.softirq() / all,
                t.steal() / all);
    }

    private static Read<PressureFile> pressure(String resource) {
        return KernelFile.text("/proc/pressure/" + resource).flatMap(PressureFile::parse);
    }

    private static Read<HostStat> host() {
        return KernelFile.text("/proc/stat").map(HostStat::parse);
    }
}
