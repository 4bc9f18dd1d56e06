package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    @Test
    void plainTextStaysTheSameObject() {
        String plain = "nginx: worker process (18354) \\ $HOME `x` 'y' \"z\"";

        assertThat(SafeText.of(plain)).isSameAs(plain);
        assertThat(SafeText.ascii(plain)).isSameAs(plain);
    }

    @Test
    void whatATerminalWouldObeyIsShownAsWhatItIs() {
        assertThat(SafeText.of("a\nb\tc\rd")).isEqualTo("a\\nb\\tc\\rd");
        assertThat(SafeText.of("\u001b[31mred\u001b[0m")).isEqualTo("\\x1b[31mred\\x1b[0m");
        assertThat(SafeText.of("\u0000\u0007\b\u007f")).isEqualTo("\\x00\\x07\\x08\\x7f");
        assertThat(SafeText.of("\u009b2J")).isEqualTo("\\x9b2J");
    }

    @Test
    void whatHidesOrReversesIsShownAsWhatItIs() {
        // CVE-2021-42574 (Trojan Source): overrides and isolates.
        assertThat(SafeText.of("user\u202etxt.exe\u2066\u2069")).isEqualTo("user\\u202etxt.exe\\u2066\\u2069");
        assertThat(SafeText.of("a\u200bb\ufeffc\u00add")).isEqualTo("a\\u200bb\\ufeffc\\xadd");
        assertThat(SafeText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\x85d");
        assertThat(SafeText.of("a\u00a0b\u3000c")).isEqualTo("a\\xa0b\\u3000c");
        assertThat(SafeText.of("\u3164\u115f\u2800")).isEqualTo("\\u3164\\u115f\\u2800");
        assertThat(SafeText.of("\ue000\udb40\udc41")).isEqualTo("\\ue000\\u{e0041}");
        assertThat(SafeText.of("half \ud83d and \ude00.")).isEqualTo("half \\ud83d and \\ude00.");
    }

    @Test
    void lettersOfTheWorldStay() {
        String text = "na\u00efve \u00d7 12 \u4f60\u597d \u0421\u0435\u0440\u0432\u0435\u0440 \ud83d\ude00 e\u0301";

        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    @Test
    void noMoreThanTwoMarksSitOnALetterAndNoneOnAnEscape() {
        assertThat(SafeText.of("e\u0301\u0301\u0301")).isEqualTo("e\u0301\u0301\\u0301");
        assertThat(SafeText.of("\n\u0301")).isEqualTo("\\n\\u0301");
        assertThat(SafeText.of("\u0301x")).isEqualTo("\\u0301x");
    }

    @Test
    void withoutUnicodeOurOwnSignsHaveStandIns() {
        assertThat(SafeText.ascii("networkingd \u00d7 12 \u00b7 \u2265 3 \u00b5s \u2026"))
                .isEqualTo("networkingd x 12 | >= 3 us ...");
        assertThat(SafeText.ascii("\u4f60 \ud83d\ude00")).isEqualTo("\\u4f60 \\u{1f600}");
    }

    @ParameterizedTest
    @CsvSource({"short, 10, short", "exactly ten, 11, exactly ten", "longer than ten, 10, longer ..."})
    void tooLongATextSaysSo(String text, int columns, String expected) {
        assertThat(SafeText.of(text, columns)).isEqualTo(expected);
    }

    @Test
    void aTextOfMillionsIsCutWithoutReadingAllOfIt() {
        assertThat(SafeText.of("\u001b".repeat(5_000_000), 20)).isEqualTo("\\x1b\\x1b\\x1b\\x1b...");
        assertThat(SafeText.of("\u0301".repeat(5_000_000), 20))
                .hasSizeLessThan(60)
                .endsWith("...");
    }

    @Test
    void noCodePointOfAllGetsThroughThatATerminalObeys() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = new StringBuilder("x").appendCodePoint(c).append('x').toString();
            if (!Safe.line(SafeText.of(text))) throw new AssertionError("U+" + Integer.toHexString(c));
            if (!SafeText.ascii(text).chars().allMatch(a -> a >= ' ' && a <= '~'))
                throw new AssertionError("U+" + Integer.toHexString(c));
        }
    }

    @Test
    void noMixtureGetsThroughEither() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) text.append((char) random.nextInt(0x10000));
            assertThat(SafeText.of(text.toString())).matches(Safe::line);
            assertThat(Columns.of(SafeText.of(text.toString(), 8))).isLessThanOrEqualTo(8);
        }
    }
}
