package io.culprit.cli;

import io.culprit.model.recording.Metric;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code rss}, {@code closed-sockets} … */
final class MetricWord implements ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
        return Metric.of(text.strip())
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no metric; they are "
                        + Arrays.stream(Metric.values()).map(Metric::word).collect(Collectors.joining(", "))));
    }
}
