package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DescriptorJudgesTest {
    private final QuietHost host = new QuietHost();

    private void holds(long open, long growth, long limit, DescriptorKind most) {
        host.descriptors.add(new DescriptorUsage(
                id(10),
                "fd-leak",
                "fd-leak",
                open,
                growth,
                true,
                Answer.known(limit),
                Answer.known(limit),
                Answer.known(Map.of(most, (int) open)),
                false));
    }

    @Nested
    class Exhaustion {
        private final DescriptorExhaustion judge = new DescriptorExhaustion();

        @Test
        void theLeakThatHasUsedUpItsLimitIsCriticalAndSaysWhatItHolds() {
            holds(1024, 0, 1024, DescriptorKind.FILE);
            host.suspect(process(10, "fd-leak", 0, 0.01)).calls(10, "openat", Optional.empty(), 24, "EMFILE", 20);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("fd-leak (10) is out of descriptors: 1 024 of 1 024 open");
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.evidence()).anyMatch(x -> x.text().equals("by kind: 1 024 file"));
            assertThat(f.evidence()).anyMatch(x -> x.text().contains("refused with EMFILE"));
        }

        @Test
        void aDatabaseOfThreeHundredConnectionsIsFarFromIt() {
            holds(330, 0, 1024, DescriptorKind.SOCKET);
            Judged.silent(judge, host);
        }

        @Test
        void aSandboxWithATinyLimitIsMeantToBe() {
            holds(12, 0, 8, DescriptorKind.PIPE);
            Judged.silent(judge, host);
        }

        @Test
        void whereDescriptorsCannotBeCountedTheCheckSaysWhy() {
            holds(1024, 0, 1024, DescriptorKind.FILE);
            Judged.silentWithout("descriptorUsage", "process-fds", judge, host);
        }
    }

    @Nested
    class OfTheHost {
        private final SystemDescriptorExhaustion judge = new SystemDescriptorExhaustion();

        @Test
        void aFullTableOfFilesIsCriticalAndNamesTheLargestHolder() {
            host.openFiles = new Fill(99_000, 100_000);
            holds(60_000, 0, 1_000_000, DescriptorKind.SOCKET);
            Finding f = Judged.only(judge, host);
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.evidence()).anyMatch(x -> x.text().contains("fd-leak (10) holds 60 000"));
        }

        @Test
        void halfFullIsNot() {
            host.openFiles = new Fill(50_000, 100_000);
            Judged.silent(judge, host);
        }

        @Test
        void whereTheLimitsCannotBeReadTheCheckSaysWhy() {
            host.openFiles = new Fill(99_000, 100_000);
            Judged.silentWithout("limits", "system-fds", judge, host);
        }
    }

    @Nested
    class Growth {
        private final DescriptorGrowth judge = new DescriptorGrowth();

        @Test
        void fiftyASecondThatNeverFallAreFoundWithTheirEnd() {
            holds(2000, 400, 20_000, DescriptorKind.FILE);
            assertThat(Judged.only(judge, host).title())
                    .isEqualTo(
                            "fd-leak (10) opens 50 descriptors a second and closes none, 2 000 now, full in 6 minutes");
        }

        @Test
        void theTwinThatClosesHoldsWhatItHeld() {
            holds(12, 0, 20_000, DescriptorKind.FILE);
            Judged.silent(judge, host);
        }

        @Test
        void newClientsThatStayAreNoLeak() {
            holds(900, 400, 20_000, DescriptorKind.SOCKET);
            host.sockets = new SocketTables(
                    "sock_diag",
                    1,
                    Map.of("ESTABLISHED", 890),
                    Map.of(),
                    List.of(),
                    List.of(new StateHolder("ESTABLISHED", id(10), "fd-leak", "fd-leak", 890, 398)),
                    Answer.known(List.of()),
                    List.of(),
                    List.of());
            Judged.silent(judge, host);
        }

        @Test
        void socketsThatGrowForReasonsUnknownAreWorthANoticeOnly() {
            holds(900, 400, 20_000, DescriptorKind.SOCKET);
            assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.NOTICE);
        }

        @Test
        void withTheLimitReachedItsGrowthIsNotToldAgain() {
            holds(1020, 400, 1024, DescriptorKind.FILE);
            assertThat(Judges.findings(host.evidence()))
                    .extracting(Finding::id)
                    .containsExactly("descriptor-exhaustion");
        }

        @Test
        void whereDescriptorsCannotBeCountedTheCheckSaysWhy() {
            holds(2000, 400, 20_000, DescriptorKind.FILE);
            Judged.silentWithout("descriptorUsage", "fd-kinds", judge, host);
        }
    }
}
