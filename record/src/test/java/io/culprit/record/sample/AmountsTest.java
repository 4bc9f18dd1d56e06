package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"10s,10000", "500ms,500", "1.5m,90000", "12h,43200000", "30d,2592000000", "2w,1209600000", " 1s ,1000"})
    void lengthsHaveAUnit(String text, long millis) {
        assertThat(Amounts.length(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1G,1073741824", "500M,524288000", "1.5K,1536", "2T,2199023255552", "16MiB,16777216", "3KB,3072"})
    void sizesHaveAUnit(String text, long bytes) {
        assertThat(Amounts.bytes(text)).isEqualTo(OptionalLong.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "-1s", "1e3s", "10 s", "ten", "1s2m", "NaN", "١٠s", "9999999999999s", "1G", "1M"})
    void whatIsNoLengthIsEmpty(String text) {
        assertThat(Amounts.length(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1073741824", "G", "-1G", "1 G", "1g", "1GG", "9999999999G", "1d", "1E", "٣G"})
    void whatIsNoSizeIsEmpty(String text) {
        assertThat(Amounts.bytes(text)).isEmpty();
    }

    @Test
    void wordsAreReadBackAsWhatTheySay() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Duration length = Duration.ofMillis(random.nextLong(400_000_000_000L));
            assertThat(Amounts.length(Amounts.words(length)))
                    .as(length.toString())
                    .contains(length);
            long bytes = random.nextLong(1 << 20) << (10 * (1 + random.nextInt(3)));
            assertThat(Amounts.bytes(Amounts.words(bytes))).isEqualTo(OptionalLong.of(bytes));
        }
        assertThat(Amounts.words(Duration.ofDays(30))).isEqualTo("30d");
        assertThat(Amounts.words(Duration.ZERO)).isEqualTo("0s");
        assertThat(Amounts.words(1L << 30)).isEqualTo("1G");
    }
}
