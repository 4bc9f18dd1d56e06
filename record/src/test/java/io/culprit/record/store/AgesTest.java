package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgesTest {
    private static final long HOUR = 3_600_000;
    private static final long YEAR = 365 * 24 * HOUR;

    private static Head head(String boot, long firstWall, long firstBoot, long lastWall, long lastBoot) {
        return new Head(
                new Origin("h", boot, "t"),
                1,
                1,
                new Head.Moment(firstWall, firstBoot),
                new Head.Moment(lastWall, lastBoot),
                0,
                List.of());
    }

    @Test
    void withinABootTheBootClockTells() {
        assertThat(Ages.of(List.of(
                        head("a", 100 * HOUR, 0, 101 * HOUR, HOUR),
                        head("a", 101 * HOUR + YEAR, HOUR, 102 * HOUR + YEAR, 2 * HOUR),
                        head("a", 2 * HOUR, 2 * HOUR, 3 * HOUR, 3 * HOUR))))
                .containsExactly(2 * HOUR, HOUR, 0);
    }

    @Test
    void betweenBootsTheWallClockTells() {
        assertThat(Ages.of(List.of(
                        head("a", 100 * HOUR, 50 * HOUR, 101 * HOUR, 51 * HOUR),
                        head("b", 106 * HOUR, 0, 107 * HOUR, HOUR))))
                .containsExactly(6 * HOUR, 0);
    }

    @Test
    void aYearAheadAfterTheBootOrAtTheBootMakesNothingOld() {
        Head before = head("a", 100 * HOUR, 50 * HOUR, 101 * HOUR, 51 * HOUR);
        assertThat(Ages.of(List.of(before, head("b", 102 * HOUR, 0, 103 * HOUR + YEAR, HOUR))))
                .containsExactly(2 * HOUR, 0);
        assertThat(Ages.of(List.of(before, head("b", 102 * HOUR + YEAR, 0, 103 * HOUR, HOUR))))
                .containsExactly(2 * HOUR, 0);
    }

    @Test
    void aClockThatFellBackAgesNothingLessThanItsSuccessor() {
        assertThat(Ages.of(List.of(
                        head("a", 100 * HOUR, 50 * HOUR, 101 * HOUR, 51 * HOUR), head("b", HOUR, 0, 2 * HOUR, HOUR))))
                .containsExactly(HOUR, 0);
    }

    @Test
    void aSegmentOfEventsIsAsOldAsTheNextOne() {
        assertThat(Ages.of(List.of(
                        Head.empty(new Origin("h", "a", "t")),
                        head("b", HOUR, 0, 2 * HOUR, HOUR),
                        head("b", 2 * HOUR, HOUR, 4 * HOUR, 3 * HOUR))))
                .containsExactly(2 * HOUR, 2 * HOUR, 0);
    }
}
