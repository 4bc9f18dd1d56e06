package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Load.Pressure;
import io.culprit.model.recording.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Step 1 from the host's series. */
final class LoadReplay {
    private static final List<String> STATES =
            List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
    /** Averages come in thousandths. */
    private static final double THOUSAND = 1000;

    private static final double MICROS = 1e6;

    private final HostWindow host;
    private final List<String> missing = new ArrayList<>();

    private LoadReplay(HostWindow host) {
        this.host = host;
    }

    static Answer<Load> of(HostWindow host, int cpus) {
        return new LoadReplay(host).load(cpus);
    }

    /** CPUs in one state, as microseconds of CPU a microsecond. */
    static OptionalDouble cpus(HostWindow host, String state) {
        OptionalDouble rate = host.rate(HostKey.CPU + state);
        return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() / MICROS) : rate;
    }

    private Answer<Load> load(int cpus) {
        double one = level(HostKey.LOAD_1) / THOUSAND;
        double five = level(HostKey.LOAD_5) / THOUSAND;
        double fifteen = level(HostKey.LOAD_15) / THOUSAND;
        double runnable = level(HostKey.RUNNABLE);
        double blocked = need(host.mean(HostKey.BLOCKED), HostKey.BLOCKED);
        double switches = need(host.rate(HostKey.CONTEXT_SWITCHES), HostKey.CONTEXT_SWITCHES);
        double forks = need(host.rate(HostKey.FORKS), HostKey.FORKS);
        double[] split = STATES.stream()
                .mapToDouble(s -> need(cpus(host, s), HostKey.CPU + s))
                .toArray();
        if (!missing.isEmpty()) {
            return Lacks.notRecorded(String.join(", ", missing));
        }
        double all = 0;
        for (double s : split) {
            all += s;
        }
        double whole = all > 0 ? all : 1;
        return Answer.known(new Load(
                one,
                five,
                fifteen,
                (int) runnable,
                host.mean(HostKey.RUNNABLE).orElse(runnable),
                blocked,
                (int) host.level(HostKey.TASKS).orElse(0),
                new CpuShares(
                        cpus,
                        split[0] / whole,
                        split[1] / whole,
                        split[2] / whole,
                        split[3] / whole,
                        split[4] / whole,
                        split[5] / whole,
                        split[6] / whole,
                        split[7] / whole),
                List.of(),
                switches,
                host.rate(HostKey.INTERRUPTS).orElse(0),
                forks,
                pressure("cpu"),
                pressure("memory"),
                pressure("io")));
    }

    private double level(String key) {
        var level = host.level(key);
        return need(level.isPresent() ? OptionalDouble.of((double) level.getAsLong()) : OptionalDouble.empty(), key);
    }

    private double need(OptionalDouble value, String key) {
        if (value.isEmpty()) {
            missing.add(key);
        }
        return value.orElse(0);
    }

    private Answer<Pressure> pressure(String resource) {
        String some = HostKey.PRESSURE_SOME + resource;
        long window = (long) (1000 * host.seconds());
        OptionalDouble inWindow = host.share(some, window);
        if (inWindow.isEmpty()) {
            return Lacks.notRecorded("the pressure of " + resource + "; the kernel may not count it");
        }
        return Answer.known(new Pressure(
                host.share(some, 10_000).orElse(0),
                host.share(some, 60_000).orElse(0),
                host.share(some, 300_000).orElse(0),
                inWindow.getAsDouble(),
                host.share(HostKey.PRESSURE_FULL + resource, window).orElse(0)));
    }
}
