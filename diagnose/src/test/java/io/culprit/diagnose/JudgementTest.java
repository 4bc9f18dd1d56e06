package io.culprit.diagnose;

import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.check.Question;
import io.culprit.diagnose.check.Questions;
import io.culprit.diagnose.judge.Judge;
import io.culprit.diagnose.judge.Judges;
import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {
    @Test
    void aQuietHostHasNoFindingAndNoBadCheck() {
        Diagnosis d = Judgement.of(new QuietHost().evidence());
        assertThat(d.findings()).isEmpty();
        assertThat(d.checks())
                .allSatisfy(c -> assertThat(c.status()).as(c.toString()).isEqualTo(Check.Status.OK));
    }

    @Test
    void whereNothingMayBeReadEverythingButTheHostIsUnknownWithItsReason() {
        Diagnosis d = Judgement.of(new QuietHost().unavailable());
        assertThat(d.findings()).isEmpty();
        // Without suspects there is nothing to ask of them; host and thermal are read from the host's record.
        assertThat(d.checks())
                .filteredOn(c -> c.status() == Check.Status.UNKNOWN)
                .hasSizeGreaterThanOrEqualTo(29)
                .allSatisfy(c -> assertThat(c.reason()).contains("no"));
        assertThat(d.checks()).noneMatch(c -> c.status() == Check.Status.BAD);
    }

    @Test
    void idsOfJudgesAndQuestionsAreUnique() {
        assertThat(Judges.all()).extracting(Judge::id).doesNotHaveDuplicates().hasSize(21);
        assertThat(Questions.all()).extracting(Question::id).doesNotHaveDuplicates();
        assertThat(Questions.all()).extracting(Question::step).isSorted();
    }

    @Test
    void everyStepOfTheMethodIsAsked() {
        assertThat(Questions.all()).extracting(Question::step).contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    }

    @Test
    void theOriginalCaseComesFirstAndItsCpuUseIsNotToldTwice() {
        QuietHost host = new QuietHost();
        for (int pid = 100; pid < 112; pid++) {
            host.suspect(
                    process(pid, "networkingd", 0.05, 0.11),
                    QuietHost.socket(
                            11,
                            new io.culprit.model.evidence.Descriptor.Holder(
                                    QuietHost.id(99), "networkingd", "networkingd", 11)));
            host.calls(pid, "recvfrom", Optional.of(11), 11, "EAGAIN", 15_000)
                    .calls(pid, "epoll_wait", Optional.of(5), 0, "OK", 4);
        }
        host.runQueue = 12;
        Diagnosis d = Judgement.of(host.evidence());
        assertThat(d.findings()).hasSize(1);
        assertThat(d.findings().getFirst().id()).isEqualTo("syscall-error-loop");
        assertThat(d.findings().getFirst().variant()).contains("shared-fd");
        assertThat(d.findings().getFirst().subject().count()).isEqualTo(12);
        assertThat(d.findings().getFirst().title())
                .isEqualTo(
                        "networkingd: 12 processes spin on a failing recvfrom(fd 11) = EAGAIN, 180 000 a second, 1.92 CPUs");
        assertThat(d.checks()).filteredOn(c -> c.id().equals("syscalls")).allMatch(c -> c.status() == Check.Status.BAD);
    }
}
