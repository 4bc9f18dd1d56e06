package io.culprit.diagnose.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.diagnose.check.Questions;
import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import java.util.List;

/** What the tests of all judges ask of a judge. */
final class Judged {
    static final String REASON = "EPERM: run it as root";

    private Judged() {}

    static Finding only(Judge judge, QuietHost host) {
        List<Finding> found = judge.judge(host.evidence());
        assertThat(found).hasSize(1);
        Finding f = found.getFirst();
        assertThat(f.id()).isEqualTo(judge.id());
        f.variant()
                .ifPresent(v -> assertThat(judge.variants())
                        .extracting(Judge.Variant::name)
                        .contains(v));
        return f;
    }

    static void silent(Judge judge, QuietHost host) {
        assertThat(judge.judge(host.evidence())).isEmpty();
    }

    /** Where the part is missing the judge says nothing, and the check says why. */
    static void silentWithout(String part, String check, Judge judge, QuietHost firing) {
        assertThat(judge.judge(firing.evidence())).isNotEmpty();
        Evidence blind = QuietHost.without(firing.evidence(), part, REASON);
        assertThat(judge.judge(blind)).isEmpty();
        assertUnknown(check, blind);
    }

    static void assertUnknown(String check, Evidence blind) {
        assertThat(Questions.answers(blind, Judges.findings(blind)))
                .filteredOn(c -> c.id().equals(check))
                .hasSize(1)
                .allSatisfy(c -> {
                    assertThat(c.status()).isEqualTo(Check.Status.UNKNOWN);
                    assertThat(c.reason()).contains(REASON);
                });
    }

    static Suspect blindSuspect(int pid, String name) {
        return new Suspect(
                QuietHost.id(pid),
                name,
                name,
                "CPU",
                false,
                Answer.unavailable(REASON),
                Answer.unavailable(REASON),
                Answer.unavailable(REASON),
                Answer.unavailable(REASON),
                Answer.unavailable(REASON));
    }
}
