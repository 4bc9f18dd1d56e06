package io.culprit.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Plot;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class EmphasisTest {
    private static final int BUCKETS = 600;

    @Test
    void theOneThatOnlyRisesComesFirstThoughOthersAreHigher() {
        Emphasis.Accent first = Emphasis.of(SamplePlot.fiveDays()).getFirst();

        assertThat(first.line().label()).isEqualTo(SamplePlot.LEAKER);
        assertThat(first.rises()).isTrue();
        assertThat(first.colour()).isZero();
        assertThat(first.growthPerHour()).isCloseTo(640.0 * (1 << 20) / 120, Percentage.withPercentage(1));
    }

    @Test
    void whoeverReachedAPlateauDoesNotRise() {
        assertNothingRises(i -> Math.min(i * 20, 1000));
    }

    @Test
    void aStepIsNoRise() {
        assertNothingRises(i -> i < 300 ? 100 : 900);
    }

    @Test
    void aSawIsNoRise() {
        assertNothingRises(i -> 100 + i % 100 + i * 0.1);
    }

    @Test
    void whoeverFallsDoesNotRise() {
        assertNothingRises(i -> 1000 - i);
    }

    @Test
    void aShortLifeHasNoHistory() {
        assertNothingRises(i -> i > 500 ? i * 10 : Double.NaN);
    }

    @Test
    void noMoreAreColouredThanColoursStayDistinct() {
        assertThat(Emphasis.of(SamplePlot.fiveDays()))
                .hasSize(Emphasis.MOST)
                .doesNotHaveDuplicates()
                .filteredOn(Emphasis.Accent::rises)
                .hasSize(1);
    }

    private static void assertNothingRises(IntToDoubleFunction f) {
        float[] values = new float[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) values[i] = (float) f.applyAsDouble(i);
        Plot plot = SamplePlot.with(SamplePlot.line("a", values, values), SamplePlot.flat("b", BUCKETS, 1000));
        assertThat(Emphasis.of(plot)).hasSize(2).noneMatch(Emphasis.Accent::rises);
    }
}
