package io.culprit.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Unit;
import io.culprit.report.Amount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void fiveDaysAreCutAtMidnightAndNoonOfTheLocalClock() {
        assertThat(labels("2026-11-19T14:00:00Z", "2026-11-22T14:00:00Z", 7))
                .containsExactly("Fri 20 Nov", "12:00", "Sat 21 Nov", "12:00", "Sun 22 Nov", "12:00");
    }

    @Test
    void anHourIsCutIntoTens() {
        assertThat(labels("2026-11-19T14:03:00Z", "2026-11-19T15:03:00Z", 8))
                .containsExactly("15:10", "15:20", "15:30", "15:40", "15:50", "16:00");
    }

    @Test
    void halfAMinuteHasSeconds() {
        assertThat(labels("2026-11-19T14:00:01Z", "2026-11-19T14:00:31Z", 6))
                .containsExactly("15:00:05", "15:00:10", "15:00:15", "15:00:20", "15:00:25", "15:00:30");
    }

    @Test
    void theHourThatIsLeftOutInSpringIsNoTick() {
        assertThat(labels("2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z", 6))
                .containsExactly("Sun 29 Mar", "01:00", "03:00", "04:00", "05:00", "06:00");
    }

    @Test
    void ticksRiseLieInsideAndAreFewWhateverIsAsked() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            long from = random.nextLong(1L << (1 + random.nextInt(55)));
            long to = from + 1 + random.nextLong(1L << (1 + random.nextInt(50)));
            List<TimeTicks.Tick> ticks = TimeTicks.of(from, to, BERLIN, 10);
            assertThat(ticks).hasSizeLessThanOrEqualTo(22);
            assertThat(ticks).allMatch(t -> t.millis() >= from && t.millis() <= to);
            for (int k = 1; k < ticks.size(); k++)
                assertThat(ticks.get(k).millis()).isGreaterThan(ticks.get(k - 1).millis());
        }
        assertThat(TimeTicks.of(Long.MAX_VALUE - 10, Long.MAX_VALUE, BERLIN, 5)).isEmpty();
    }

    @Test
    void bytesHaveBinarySteps() {
        assertThat(words(737 << 20, Unit.BYTES))
                .containsExactly("0 B", "128 MiB", "256 MiB", "384 MiB", "512 MiB", "640 MiB");
        assertThat(words(3, Unit.BYTES)).containsExactly("0 B", "1 B", "2 B", "3 B");
    }

    @Test
    void countsHaveDecimalSteps() {
        assertThat(words(1034, Unit.SOCKETS)).containsExactly("0", "200", "400", "600", "800", "1 000");
        assertThat(words(92.4, Unit.CPU)).containsExactly("0 %", "20 %", "40 %", "60 %", "80 %");
    }

    @Test
    void absurdValuesHaveAnAxisToo() {
        for (double greatest :
                new double[] {0, -5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300, 1e-300})
            for (String unit : List.of(Unit.BYTES, Unit.CPU))
                assertThat(ValueTicks.of(greatest, unit, 7).values())
                        .as("%s %s", greatest, unit)
                        .hasSizeBetween(1, 8)
                        .startsWith(0.0);
    }

    @Test
    void labelsDoNotCoverEachOther() {
        double[] placed = Labels.apart(new double[] {10, 11, 12, 95, 99}, 15, 0, 100);

        assertThat(placed).containsExactly(10, 25, 40, 85, 100);
    }

    private static List<String> labels(String from, String to, int most) {
        return TimeTicks.of(
                        Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli(), BERLIN, most)
                .stream()
                .map(TimeTicks.Tick::label)
                .toList();
    }

    private static List<String> words(double greatest, String unit) {
        return ValueTicks.of(greatest, unit, 7).values().stream()
                .map(v -> Amount.of(v, unit))
                .toList();
    }
}
