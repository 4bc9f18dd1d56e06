package io.culprit.diagnose.probe.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    @Test
    void addressesCloseTogetherAreOnePlace() {
        assertThat(Neighbours.starts(new long[] {0x1000, 0x1010, 0x1100, 0x9000}))
                .isEqualTo(Map.of(0x1000L, 0x1000L, 0x1010L, 0x1000L, 0x1100L, 0x1000L, 0x9000L, 0x9000L));
    }

    @Test
    void anEndlessChainIsCut() {
        long[] chain = LongStream.range(0, 1000).map(i -> i * 100).toArray();
        assertThat(Neighbours.starts(chain).values().stream().distinct()).hasSizeBetween(20, 30);
    }

    @Test
    void placesApartKeepWhatWasAsked() {
        assertThat(UserPlaces.apart("m", List.of(5L, 9L), o -> o + 100))
                .containsEntry(5L, new UserPlaces.Found(new Place("m", "", 105), 105))
                .containsEntry(9L, new UserPlaces.Found(new Place("m", "", 105), 109));
    }
}
