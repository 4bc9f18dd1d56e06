package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlopeTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aLineHasItsSlope() {
        Slope s = new Slope();
        for (int i = 0; i < 8; i++) {
            s.add(i * SECOND, 1000 + 50L * i);
        }
        assertThat(s.perSecond()).isEqualTo(50);
    }

    @Test
    void oneJumpMakesNoTrend() {
        Slope s = new Slope();
        for (int i = 0; i < 9; i++) {
            s.add(i * SECOND, i == 4 ? 1_000_000_000L : 0);
        }
        assertThat(s.perSecond()).isZero();
    }

    @Test
    void thousandsOfReadingsThinOutAndKeepTheSlope() {
        Slope s = new Slope();
        for (int i = 0; i < 10_000; i++) {
            s.add(i * SECOND / 10, 7L * i);
        }
        assertThat(s.perSecond()).isCloseTo(70, within(1e-6));
    }

    @Test
    void tooFewReadingsAndEqualTimesHaveNone() {
        Slope s = new Slope();
        assertThat(s.perSecond()).isZero();
        s.add(5, 1);
        assertThat(s.perSecond()).isZero();
        s.add(5, 2);
        assertThat(s.perSecond()).isZero();
    }
}
