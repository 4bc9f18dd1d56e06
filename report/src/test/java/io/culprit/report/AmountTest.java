package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "1023, 1 023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "432013312, 412 MiB",
        "9866051, 9.41 MiB",
        "1073741823, 1 GiB",
        "-1048576, -1 MiB",
        "1e30, 867 361 737 988 EiB"
    })
    void bytesAreBinaryAndHaveThreeDigits(double bytes, String words) {
        assertThat(Amount.of(bytes, Unit.BYTES)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "92.31, % of a CPU, 92.3 %",
        "0.004, % of the time, 4.0e-03 %",
        "1534, faults/s, 1 534/s",
        "0.25, switches/s, 0.25/s",
        "2048, bytes/s, 2 KiB/s",
        "18.254, load, 18.3",
        "12.5, ms, 12.5 ms",
        "NaN, load, -",
        "Infinity, bytes, -",
        "1e20, sockets, 1.0e+20"
    })
    void othersCarryTheirUnit(double value, String unit, String words) {
        assertThat(Amount.of(value, unit)).isEqualTo(words);
    }

    @Test
    void aChangeHasASign() {
        assertThat(Amount.change(2 << 20, Unit.BYTES)).isEqualTo("+2 MiB");
        assertThat(Amount.change(-3, Unit.SOCKETS)).isEqualTo("-3");
        assertThat(Amount.change(0, Unit.SOCKETS)).isEqualTo("0");
    }
}
