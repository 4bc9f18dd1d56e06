package io.culprit.diagnose.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void countsAreGroupedByThrees() {
        assertThat(Words.count(0)).isEqualTo("0");
        assertThat(Words.count(-1)).isEqualTo("-1");
        assertThat(Words.count(999)).isEqualTo("999");
        assertThat(Words.count(-999)).isEqualTo("-999");
        assertThat(Words.count(1_048_576)).isEqualTo("1 048 576");
        assertThat(Words.count(-123_456)).isEqualTo("-123 456");
        assertThat(Words.count(Long.MIN_VALUE)).isEqualTo("-9 223 372 036 854 775 808");
    }

    @Test
    void ratesHaveADecimalWhereItMatters() {
        assertThat(Words.rate(0.04)).isEqualTo("0.0");
        assertThat(Words.rate(9.94)).isEqualTo("9.9");
        assertThat(Words.rate(9.96)).isEqualTo("10");
        assertThat(Words.rate(183_999.6)).isEqualTo("184 000");
    }

    @Test
    void sharesBelowOnePercentAreNotNothing() {
        assertThat(Words.percent(0)).isEqualTo("0 %");
        assertThat(Words.percent(0.003)).isEqualTo("0.3 %");
        assertThat(Words.percent(0.97)).isEqualTo("97 %");
    }

    @Test
    void bytesAndDurationsTakeTheUnitThatFits() {
        assertThat(Words.bytes(8 << 20)).isEqualTo("8.0 MB");
        assertThat(Words.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EB");
        assertThat(Words.duration(45)).isEqualTo("45 s");
        assertThat(Words.duration(11_520)).isEqualTo("3.2 hours");
        assertThat(Words.duration(518_400)).isEqualTo("6 days");
    }

    @Test
    void aFigureThatNobodyCanMeanIsAQuestionMark() {
        for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            assertThat(Words.cpus(broken)).isEqualTo("? CPUs");
            assertThat(Words.bytes(broken)).isEqualTo("? B");
        }
        assertThat(Words.rate(Double.NaN)).isEqualTo("?");
        assertThat(Words.percent(Double.NEGATIVE_INFINITY)).isEqualTo("? %");
    }

    @Test
    void aQuotedWordStaysOneWord() {
        assertThat(Words.quoted("/a b/$(x)'y")).isEqualTo("'/a b/$(x)'\\''y'");
    }
}
