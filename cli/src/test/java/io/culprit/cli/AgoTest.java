package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgoTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:00:31Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-24T14:00:31Z",
        "5d, 2026-11-19T14:00:31Z",
        "90m, 2026-11-24T12:30:31Z",
        "1.5h, 2026-11-24T12:30:31Z",
        "03:12, 2026-11-24T02:12:00Z",
        "23:00, 2026-11-23T22:00:00Z",
        "2026-11-23, 2026-11-22T23:00:00Z",
        "2026-11-23 03:12, 2026-11-23T02:12:00Z",
        "2026-11-23 03:12:07, 2026-11-23T02:12:07Z",
        "2026-11-23T03:12:07Z, 2026-11-23T03:12:07Z",
        "2026-11-23T03:12+05:00, 2026-11-22T22:12:00Z"
    })
    void whatPeopleTypeIsAMoment(String text, String moment) {
        assertThat(Ago.parse(text, NOW, PARIS)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "5", "-5d", "25:00", "2026-13-01", "2026-11-23 3", "999999999999d"})
    void whatIsNoMomentIsRefused(String text) {
        assertThat(Ago.parse(text, NOW, PARIS)).isEmpty();
    }

    @Test
    void aTimeThatTheClocksWerePutForwardOverIsTold() {
        assertThat(Ago.isSkipped("2026-03-29 02:30", PARIS)).isTrue();
        assertThat(Ago.isSkipped("2026-03-29T02:30:15", PARIS)).isTrue();
        for (String shown : new String[] {
            "2026-03-29 01:59", "2026-03-29 03:00", "2026-10-25 02:30", "2026-03-29T02:30+01:00", "2026-03-29", "5d", ""
        }) {
            assertThat(Ago.isSkipped(shown, PARIS)).as(shown).isFalse();
        }
        assertThat(Ago.parse("02:30", Instant.parse("2026-03-29T12:00:00Z"), PARIS))
                .contains(Instant.parse("2026-03-28T01:30:00Z"));
    }

    @Test
    void aClockTimeToComeIsThatOfYesterday() {
        assertThat(Ago.parse("15:01", NOW, PARIS)).contains(Instant.parse("2026-11-23T14:01:00Z"));
    }
}
