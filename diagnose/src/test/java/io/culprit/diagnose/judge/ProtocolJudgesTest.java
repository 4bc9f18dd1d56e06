package io.culprit.diagnose.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.ProtocolMemory.Pages;
import io.culprit.model.evidence.SystemLimits.Fill;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProtocolJudgesTest {
    private final QuietHost host = new QuietHost();

    private void protocols(long tcpPages, long orphans, long orphanGrowth, long pressures, long aborted) {
        host.protocolMemory = new ProtocolMemory(
                Answer.known(new Pages(tcpPages, 40_000, 55_000, 80_000, 900)),
                Answer.known(new Pages(2, 90_000, 110_000, 170_000, 2)),
                Answer.known(new Fill(orphans, 8192)),
                orphanGrowth,
                Answer.known(new Fill(3000, 8192)),
                pressures,
                0,
                aborted);
    }

    @Nested
    class Memory {
        private final TcpMemoryPressure judge = new TcpMemoryPressure();

        @Test
        void beyondThePressureMarkTcpIsShort() {
            protocols(56_000, 0, 0, 1, 0);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("TCP is short of memory: 56 000 pages of 55 000 (pressure), 80 000 (high)");
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
        }

        @Test
        void abortedConnectionsAreCritical() {
            protocols(79_000, 0, 0, 1, 3);
            assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.CRITICAL);
        }

        @Test
        void aBusyServerIsFarFromIt() {
            protocols(9_413, 0, 0, 0, 0);
            Judged.silent(judge, host);
        }

        @Test
        void whereItCannotBeReadTheCheckSaysWhy() {
            protocols(56_000, 0, 0, 1, 0);
            Judged.silentWithout("protocolMemory", "tcp-memory", judge, host);
        }
    }

    @Nested
    class Orphans {
        private final OrphanPressure judge = new OrphanPressure();

        @Test
        void aQuarterOfTheLimitIsPressure() {
            protocols(10, 2500, 0, 0, 0);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("2 500 orphaned TCP sockets of 8 192 allowed");
            assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
        }

        @Test
        void manyMoreEachSecondAreFoundBeforeTheLimitIsNear() {
            protocols(10, 600, 400, 0, 0);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).endsWith("50 more a second");
            assertThat(f.confidence()).isEqualTo(Confidence.MEDIUM);
        }

        @Test
        void theOriginalHostsFewHundredAreFine() {
            protocols(10, 529, 3, 0, 0);
            Judged.silent(judge, host);
        }

        @Test
        void whereItCannotBeReadTheCheckSaysWhy() {
            protocols(10, 2500, 0, 0, 0);
            Judged.silentWithout("protocolMemory", "orphans", judge, host);
        }
    }
}
