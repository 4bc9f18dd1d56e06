package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LengthTest {
    @ParameterizedTest
    @CsvSource({"10s,10000", "10,10000", "1.5m,90000", "2500ms,2500", " 3s ,3000", "10m,600000", "1s,1000"})
    void readsNumberAndUnit(String text, long millis) {
        assertThat(new Length().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1e3s", "10 s", "ten", "1s2m", "NaN", "١٠s", "9999999999999s"})
    void whatIsNoLengthIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new Length().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("write 10s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "999ms", "601s", "1h", "999999999h"})
    void whatIsTooShortOrTooLongIsRefusedWithTheBounds(String text) {
        assertThatThrownBy(() -> new Length().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("between 1s and 10m");
    }

    @Test
    void aShareIsPercentWithOrWithoutTheSign() {
        assertThat(new Share().convert("10%")).isEqualTo(0.1);
        assertThat(new Share().convert("2.5 %")).isEqualTo(0.025);
        assertThat(new Share().convert("100")).isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "0", "-1%", "101%", "NaN", "Infinity", "ten"})
    void whatIsNoShareIsRefused(String text) {
        assertThatThrownBy(() -> new Share().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
