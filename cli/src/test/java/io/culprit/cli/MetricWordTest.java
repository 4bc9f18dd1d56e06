package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culprit.model.recording.Metric;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class MetricWordTest {
    @Test
    void theHelpNamesEveryMetricInTheirOrder() {
        assertThat("rss, " + MetricWord.OTHERS)
                .isEqualTo(String.join(
                        ", ", Arrays.stream(Metric.values()).map(Metric::word).toList()));
    }

    @Test
    void whatIsNoMetricIsToldWithThoseThatAre() {
        assertThatThrownBy(() -> new MetricWord().convert("ram"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'ram' is no metric; they are rss, " + MetricWord.OTHERS);
    }
}
