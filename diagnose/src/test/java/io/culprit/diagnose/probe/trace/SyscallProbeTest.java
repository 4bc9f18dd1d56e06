package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.diagnose.probe.trace.SyscallProbe.Options;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the running kernel; dd copies byte by byte: one read(0) and one write(1) for ever. */
class SyscallProbeTest {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Set<Method> ALL = EnumSet.allOf(Method.class);

    @Test
    void countsTheCallsOfATargetAndPricesThem() throws IOException {
        Process dd = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            List<SyscallTrace> soFar = new ArrayList<>();
            Answer<SyscallTrace> answer = probe(0.1, Set.of(), id(dd.pid())).run(WINDOW, soFar::add, () -> false);
            SyscallTrace trace = answer.asOptional().orElseThrow();
            assumeTrue(trace.method() == Method.EBPF, () -> "eBPF is refused here: " + trace.refused());
            long reads = count(trace, "read", 0);
            long writes = count(trace, "write", 1);
            assertThat(reads).isPositive();
            // Each gap between two attachments may split a pair.
            assertThat(Math.abs(reads - writes)).isLessThanOrEqualTo(2L * trace.bursts());
            assertThat(trace.calls()).isEqualTo(reads + writes);
            assertThat(trace.lost()).isZero();
            assertThat(trace.counts()).allMatch(c -> c.timed() <= c.count());
            assertThat(trace.counts()).anyMatch(c -> c.meanNanos().isKnown());
            assertThat(soFar).hasSizeGreaterThan(1);
            assertThat(soFar.getFirst().calls()).isLessThan(trace.calls());
            SyscallTrace.Cost cost = trace.cost().asOptional().orElseThrow();
            assertThat(cost.nanosPerCall()).isPositive();
            assertThat(cost.targetSlowdown()).isBetween(0.0, cost.attachedSlowdown());
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void aTightLimitShortensTheTracingAndSaysSo() throws IOException {
        Process dd = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            SyscallTrace trace = probe(0.001, Set.of(), id(dd.pid()))
                    .run(WINDOW, s -> {}, () -> false)
                    .asOptional()
                    .orElseThrow();
            assumeTrue(trace.method() == Method.EBPF, () -> "eBPF is refused here: " + trace.refused());
            assertThat(trace.cost().asOptional().orElseThrow().stoppedAtLimit()).isTrue();
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void withTheBetterMethodsOffItSamplesAndSaysWhy() throws IOException {
        Process target = start("sh", "-c", "while sleep 0.01; do :; done");
        try {
            SyscallTrace trace = probe(0.1, EnumSet.complementOf(EnumSet.of(Method.SAMPLED)), id(target.pid()))
                    .run(WINDOW, s -> {}, () -> false)
                    .asOptional()
                    .orElseThrow();
            assertThat(trace.method()).isEqualTo(Method.SAMPLED);
            assertThat(trace.refused()).contains("eBPF: switched off");
            assertThat(trace.counts())
                    .allMatch(c -> c.errno().isEmpty() && c.errnoName().equals("unknown"));
        } finally {
            target.descendants().forEach(ProcessHandle::destroyForcibly);
            target.destroyForcibly();
        }
    }

    @Test
    void anIdleSleeperDoesNotOutweighWhatHappens() throws IOException {
        Process target = start("sleep", "30");
        try {
            SyscallTrace trace = probe(0.1, EnumSet.complementOf(EnumSet.of(Method.SAMPLED)), id(target.pid()))
                    .run(WINDOW, s -> {}, () -> false)
                    .asOptional()
                    .orElseThrow();
            assertThat(trace.calls()).isLessThanOrEqualTo(1);
        } finally {
            target.destroyForcibly();
        }
    }

    @Test
    void withEverythingOffTheAnswerListsAllReasons() {
        assertThat(probe(0.1, ALL, id(1)).run(WINDOW, s -> {}, () -> false).whyNot())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("no way of tracing is open: eBPF: switched off")
                        .endsWith("sampling: switched off"));
    }

    @Test
    void nobodyToTraceIsToldAtOnce() {
        ProcessId self = id(ProcessHandle.current().pid());
        ProcessId reused = new ProcessId("boot", self.pid() == 1 ? 2 : 1, 987_654_321);
        assertThat(probe(0.1, Set.of()).run(WINDOW, s -> {}, () -> false).whyNot())
                .hasValue("there is no process to trace");
        assertThat(probe(0.1, Set.of(), self).run(WINDOW, s -> {}, () -> false).whyNot())
                .hasValue("tracing ourselves would only count the tracing");
        assertThat(probe(0.1, Set.of(), reused)
                        .run(WINDOW, s -> {}, () -> false)
                        .whyNot())
                .hasValue("the processes to trace have ended");
    }

    @Test
    void aTargetThatEndsMeanwhileEndsNothingElse() throws IOException {
        Process brief = start("timeout", "-s", "KILL", "0.5", "dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        Process lasting = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            SyscallTrace trace = probe(0.1, Set.of(), id(brief.pid()), id(lasting.pid()))
                    .run(WINDOW, s -> {}, () -> false)
                    .asOptional()
                    .orElseThrow();
            assertThat(trace.targets()).hasSize(2);
        } finally {
            brief.destroyForcibly();
            lasting.destroyForcibly();
        }
    }

    @Test
    void cancellingEndsItLongBeforeTheWindow() throws IOException {
        Process dd = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            long before = System.nanoTime();
            var answer = probe(0.1, Set.of(), id(dd.pid())).run(Duration.ofMinutes(10), s -> {}, () -> true);
            assertThat(answer.isKnown()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void dozensOfTargetsAreTracedTogether() throws IOException {
        List<Process> sleepers = new ArrayList<>();
        Process dd = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            for (int i : IntStream.range(0, 30).toArray()) {
                sleepers.add(start("sleep", Integer.toString(60 + i)));
            }
            ProcessId[] ids = Stream.concat(sleepers.stream(), Stream.of(dd))
                    .map(p -> id(p.pid()))
                    .toArray(ProcessId[]::new);
            SyscallTrace trace = probe(0.1, Set.of(), ids)
                    .run(WINDOW, s -> {}, () -> false)
                    .asOptional()
                    .orElseThrow();
            assumeTrue(trace.method() == Method.EBPF, () -> "eBPF is refused here: " + trace.refused());
            assertThat(trace.targets()).hasSize(31);
            assertThat(count(trace, "read", 0)).isPositive();
        } finally {
            sleepers.forEach(Process::destroyForcibly);
            dd.destroyForcibly();
        }
    }

    private static long count(SyscallTrace trace, String name, int fd) {
        return trace.counts().stream()
                .filter(c ->
                        c.name().equals(name) && c.fd().filter(f -> f == fd).isPresent())
                .mapToLong(SyscallCount::count)
                .sum();
    }

    private static SyscallProbe probe(double limit, Set<Method> off, ProcessId... targets) {
        return new SyscallProbe(new Options(limit, false, off), List.of(targets));
    }

    private static ProcessId id(long pid) {
        try (var processes = new Processes()) {
            long start = processes
                    .stat((int) pid)
                    .map(PidStat::startTicks)
                    .asOptional()
                    .orElseThrow();
            return new ProcessId("boot", (int) pid, start);
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
