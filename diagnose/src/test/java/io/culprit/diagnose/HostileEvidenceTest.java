package io.culprit.diagnose;

import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.check.Questions;
import io.culprit.diagnose.judge.Judge;
import io.culprit.diagnose.judge.Judges;
import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import io.culprit.model.Fact;
import io.culprit.model.Finding;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever was read, judges and questions answer, alike each time, soon, and without a figure that is none. */
class HostileEvidenceTest {
    private static final int SEEDS = 500;
    /** What a shell would take for more than a word, if a process could put it into a command. */
    private static final List<String> INJECTED = List.of("$(reboot)", "\033", "../../../x");

    @Test
    void noEvidenceMakesAJudgeOrAQuestionFail() {
        Set<String> fired = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Evidence evidence = new Hostile(seed).of(Evidence.class);
            for (Judge judge : Judges.all())
                for (Finding f : judge.judge(evidence)) {
                    fired.add(f.id());
                    check(f, judge, seed);
                }
            List<Finding> findings = Judges.findings(evidence);
            for (Check c : Questions.answers(evidence, findings)) check(c, seed);
        }
        // A generator that reaches no judge would prove nothing.
        assertThat(fired).hasSizeGreaterThanOrEqualTo(17);
    }

    private static void check(Finding f, Judge judge, int seed) {
        Supplier<String> what = () -> "seed " + seed + ": " + f; // long, and hardly ever wanted
        assertThat(f.id()).as(what).isEqualTo(judge.id());
        f.variant()
                .ifPresent(v -> assertThat(judge.variants())
                        .as(what)
                        .extracting(Judge.Variant::name)
                        .contains(v));
        assertThat(f.cpus()).as(what).isFinite();
        assertThat(f.title()).as(what).isNotBlank().doesNotContain("NaN", "Infinity");
        assertThat(f.verify()).as(what).isNotEmpty();
        assertThat(f.evidence()).as(what).isNotEmpty();
        assertThat(f.next()).as(what).isNotBlank();
        for (Fact fact : f.evidence())
            assertThat(fact.text()).as(what).isNotBlank().doesNotContain("NaN", "Infinity");
        for (String command : f.verify()) {
            // What stands in single quotes is one word to the shell, whatever it is.
            String unquoted = command.replaceAll("'[^']*'", "");
            assertThat(INJECTED).as(what).noneMatch(unquoted::contains);
        }
    }

    private static void check(Check c, int seed) {
        Supplier<String> what = () -> "seed " + seed + ": " + c;
        boolean unknown = c.status() == Check.Status.UNKNOWN;
        assertThat(c.reason().isPresent()).as(what).isEqualTo(unknown);
        assertThat(c.summary().isPresent()).as(what).isEqualTo(!unknown);
        c.summary().ifPresent(s -> assertThat(s).as(what).isNotEmpty().doesNotContain("NaN", "Infinity"));
    }

    @Test
    void theSameEvidenceGivesTheSameAnswer() {
        for (int seed = 0; seed < 200; seed++) {
            Evidence evidence = new Hostile(seed).of(Evidence.class);
            Evidence again = new Hostile(seed).of(Evidence.class);
            assertThat(again).as("seed " + seed).isEqualTo(evidence);
            assertThat(Judgement.of(again)).as("seed " + seed).isEqualTo(Judgement.of(evidence));
        }
    }

    @Test
    void tenThousandProcessesThatAllMisbehaveAreJudgedWithinSeconds() {
        QuietHost host = new QuietHost();
        for (int pid = 1; pid <= 10_000; pid++) {
            host.processes.add(process(pid, "p" + pid % 2000, 0.3, 0.7));
            host.descriptors.add(new DescriptorUsage(
                    QuietHost.id(pid),
                    "p",
                    "p" + pid % 2000,
                    900,
                    500,
                    true,
                    Answer.known(1000L),
                    Answer.known(1000L),
                    Answer.known(Map.of()),
                    false));
        }
        for (int pid = 1; pid <= 24; pid++)
            host.suspect(process(pid, "p" + pid, 0.3, 0.7), QuietHost.socket(3))
                    .calls(pid, "recvfrom", Optional.of(3), 11, "EAGAIN", 50_000);
        Evidence evidence = host.evidence();
        // CPU time, not the clock on the wall: other builds may want the same core.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        Diagnosis d = Judgement.of(evidence);
        Duration used = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        assertThat(used).isLessThan(Duration.ofSeconds(3));
        assertThat(d.findings()).isNotEmpty();
    }

    @Test
    void thePartsThatAreMissingAreEachToldByACheck() {
        Evidence quiet = new QuietHost().evidence();
        for (String part : List.of(
                "load",
                "usage",
                "syscalls",
                "limits",
                "descriptorUsage",
                "sockets",
                "protocolMemory",
                "network",
                "memory",
                "kernelLog")) {
            Evidence blind = QuietHost.without(quiet, part, "refused: " + part);
            assertThat(Judgement.of(blind).findings()).as(part).isEmpty();
            assertThat(Judgement.of(blind).checks())
                    .as(part)
                    .anyMatch(c -> c.reason().equals(Optional.of("refused: " + part)));
        }
    }
}
