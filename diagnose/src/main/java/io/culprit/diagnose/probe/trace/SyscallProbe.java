package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Step 3: the system calls of the suspects, by the best method that is open to us, in short bursts spread over the window.
 *
 * <p>One very short burst measures the targets' rate, then the cost of a call is measured on ourselves; from both follows how
 * long it may be attached in all. Nothing is attached between bursts.
 */
public final class SyscallProbe {
    /** Shares of the target's time; methods in {@code off} are not tried. */
    public record Options(double slowdownLimit, boolean allowPtrace, Set<Method> off) {
        public Options {
            off = Set.copyOf(off);
        }
    }

    /** Best first. */
    private static final List<Supplier<CallCounter>> LADDER = List.of(
            EbpfCallCounter::new,
            () -> new PerfCallCounter(CallNames.ofThisMachine()),
            PtraceCalls::new,
            SampledCalls::new);

    private final Options options;
    private final List<ProcessId> targets;
    private final List<Supplier<CallCounter>> ladder;

    public SyscallProbe(Options options, List<ProcessId> targets) {
        this(options, targets, LADDER);
    }

    SyscallProbe(Options options, List<ProcessId> targets, List<Supplier<CallCounter>> ladder) {
        this.options = options;
        this.targets = List.copyOf(targets);
        this.ladder = ladder;
    }

    /**
     * Blocks for the window, or until cancelled. Used by one thread, once.
     *
     * @param soFar receives what is known after each burst
     */
    public Answer<SyscallTrace> run(Duration window, Consumer<SyscallTrace> soFar, BooleanSupplier cancelled) {
        long began = System.nanoTime();
        int own = (int) ProcessHandle.current().pid();
        List<String> refused = new ArrayList<>();
        try (var living = new Living()) {
            List<ProcessId> alive =
                    living.of(targets.stream().filter(t -> t.pid() != own).toList());
            if (alive.isEmpty()) {
                return Answer.unavailable(nobody(own));
            }
            for (Supplier<CallCounter> method : ladder) {
                try (CallCounter counter = method.get()) {
                    if (counter.method() == Method.PTRACE && !options.allowPtrace()) {
                        continue;
                    }
                    Optional<String> why = options.off().contains(counter.method())
                            ? Optional.of("switched off")
                            : counter.open(alive);
                    if (why.isEmpty()) {
                        var bursts =
                                new Bursts(options.slowdownLimit(), began, window, living, alive, refused, counter);
                        why = bursts.measure(method, self(own), soFar);
                        if (why.isEmpty()) {
                            return Answer.known(bursts.run(soFar, cancelled));
                        }
                    }
                    refused.add(word(counter.method()) + ": " + why.get());
                }
            }
        }
        return Answer.unavailable("no way of tracing is open: " + String.join("; ", refused));
    }

    private String nobody(int own) {
        if (targets.isEmpty()) {
            return "there is no process to trace";
        }
        return targets.stream().allMatch(t -> t.pid() == own)
                ? "tracing ourselves would only count the tracing"
                : "the processes to trace have ended";
    }

    private Optional<ProcessId> self(int own) {
        try (var processes = new Processes()) {
            return processes
                    .stat(own)
                    .map(PidStat::startTicks)
                    .asOptional()
                    .map(start -> new ProcessId(targets.getFirst().bootId(), own, start));
        }
    }

    private static String word(Method method) {
        return switch (method) {
            case EBPF -> "eBPF";
            case PERF -> "perf tracepoint";
            case PTRACE -> "ptrace";
            case SAMPLED -> "sampling";
        };
    }

    /** The bursts of one method that is open. */
    private static final class Bursts {
        private static final Duration BURST = Duration.ofMillis(250);
        /** Shorter ones are not worth the millisecond that attaching takes. */
        private static final Duration SHORTEST = Duration.ofMillis(5);
        /** For bystanders too, who pay for each burst: a tenth of the window at most. */
        private static final double MOST_OF_WINDOW = 0.1;

        private static final int FEWEST = 2;
        private static final int MOST = 24;
        /** One burst for so much of the window. */
        private static final Duration SPACING = Duration.ofMillis(2500);

        private static final long CANCEL_CHECK_NANOS = 20_000_000;

        private final double limit;
        private final long windowNanos;
        private final Living living;
        private final List<ProcessId> targets;
        private final List<String> refused;
        private final CallCounter counter;
        private final long began;
        private Burden burden;
        private long attachedNanos;
        private int bursts;
        private boolean stoppedAtLimit;

        Bursts(
                double limit,
                long began,
                Duration window,
                Living living,
                List<ProcessId> targets,
                List<String> refused,
                CallCounter counter) {
            this.limit = limit;
            this.began = began;
            this.windowNanos = Math.max(1, window.toNanos());
            this.living = living;
            this.targets = targets;
            this.refused = List.copyOf(refused);
            this.counter = counter;
            this.burden = new Burden(counter.method(), Answer.unavailable("not measured yet"), 0, limit);
        }

        /** @return why the method is of no use after all */
        Optional<String> measure(Supplier<CallCounter> method, Optional<ProcessId> self, Consumer<SyscallTrace> soFar) {
            if (counter.method() == Method.PTRACE || counter.method() == Method.SAMPLED) {
                return Optional.empty();
            }
            var calibration = new Calibration();
            var attached = new AtomicLong();
            double bystander = calibration.asBystander(counter, attached);
            attachedNanos += attached.get();
            bursts++;
            // On a host whose cores are all taken the rest of the calibration may take a second: say what is known
            // already.
            soFar.accept(trace());
            Answer<Double> asTarget = self.<Answer<Double>>map(s -> calibration.asTarget(method, s))
                    .orElse(Answer.unavailable("our own process could not be read"));
            if (asTarget.whyNot().filter(Calibration.BLIND::equals).isPresent()) {
                return asTarget.whyNot();
            }
            burden = new Burden(counter.method(), asTarget, bystander, limit);
            return Optional.empty();
        }

        SyscallTrace run(Consumer<SyscallTrace> soFar, BooleanSupplier cancelled) {
            int planned = Math.clamp(windowNanos / SPACING.toNanos(), FEWEST, MOST);
            long each = Math.min(BURST.toNanos(), (long) (windowNanos * MOST_OF_WINDOW / planned));
            each = Math.max(each, SHORTEST.toNanos());
            for (int i = 0; i < planned; i++) {
                long start = began + (windowNanos - each) / (planned - 1) * i;
                if (!waitUntil(start, cancelled) || living.of(targets).isEmpty()) {
                    break;
                }
                long allowed = (burden.allowance(burden.attached(seen()), windowNanos) - attachedNanos) / (planned - i);
                if (allowed < each) {
                    stoppedAtLimit = true;
                }
                if (allowed < SHORTEST.toNanos()) {
                    break;
                }
                attachedNanos += counter.burst(Duration.ofNanos(Math.min(each, allowed)));
                bursts++;
                soFar.accept(trace());
            }
            waitUntil(began + windowNanos, cancelled);
            return trace();
        }

        private boolean waitUntil(long moment, BooleanSupplier cancelled) {
            while (true) {
                if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                long left = moment - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                Pause.nanos(Math.min(left, CANCEL_CHECK_NANOS));
            }
        }

        private Burden.Seen seen() {
            living.of(targets);
            return new Burden.Seen(counter.counts(), attachedNanos, System.nanoTime() - began, living, targets);
        }

        private SyscallTrace trace() {
            Burden.Seen seen = seen();
            return new SyscallTrace(
                    counter.method(),
                    refused,
                    targets,
                    attachedNanos / 1e9,
                    bursts,
                    seen.counts().stream().mapToLong(SyscallCount::count).sum(),
                    counter.lost(),
                    burden.cost(seen, windowNanos, stoppedAtLimit),
                    seen.counts());
        }
    }
}
