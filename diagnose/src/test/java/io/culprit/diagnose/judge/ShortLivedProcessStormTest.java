package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortLivedProcessStormTest {
    private final ShortLivedProcessStorm judge = new ShortLivedProcessStorm();
    private final QuietHost host = new QuietHost();

    private QuietHost storm(int parent, double forks, double children) {
        host.forksPerSecond = forks;
        host.account = new CpuAccount(
                1.2,
                0.3,
                0,
                children,
                0,
                0,
                0,
                0,
                List.of(new ChildMaker(id(parent), "fork-storm", children, 40, List.of("true"))));
        host.processes.add(process(parent, "fork-storm", 0.05, 0.25));
        return host;
    }

    @Test
    void aLoopThatLostItsSleepIsNamedWithItsChildren() {
        Finding f = Judged.only(judge, storm(10, 800, 0.7));
        assertThat(f.title())
                .isEqualTo("fork-storm (10) starts 800 short-lived processes a second named true, 1.00 CPU");
        assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(f.subject().processes()).containsExactly(id(10));
    }

    @Test
    void theTwinThatPausesIsNot() {
        Judged.silent(judge, storm(10, 0.3, 0.001));
    }

    @Test
    void withoutTheAccountOfTheCpuNothingIsSaid() {
        Judged.silentWithout("usage", "unaccounted-cpu", judge, storm(10, 800, 0.7));
    }

    @Test
    void compilersAreWorkAndNoStorm() {
        Judged.silent(judge, storm(10, 25, 1.8));
        host.forksPerSecond = 120;
        host.account = new CpuAccount(
                30, 1, 0, 28, 0, 0, 0, 1, List.of(new ChildMaker(id(10), "make", 28, 60, List.of("cc1"))));
        Judged.silent(judge, host);
    }

    @Test
    void ofWhatInitReapsSomebodyElseMayBeTheParent() {
        Finding f = Judged.only(judge, storm(1, 800, 0.7));
        assertThat(f.confidence()).isEqualTo(Confidence.MEDIUM);
        assertThat(f.evidence()).anyMatch(x -> x.text().contains("init reaps"));
    }

    @Test
    void itsChildrenAreNotToldTwice() {
        assertThat(Judges.findings(storm(10, 800, 1.2).evidence()))
                .extracting(Finding::id)
                .containsExactly("short-lived-process-storm");
    }
}
