package io.culprit.cli;

import io.culprit.model.recording.Metric;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code rss}, {@code closed-sockets} … */
final class MetricWord implements ITypeConverter<Metric> {
    /** All but rss, for the help. */
    static final String OTHERS =
            "anon, file, shmem, data, swap, cpu, user, system, threads, fds, sockets, closed-sockets,"
                    + " close-wait, unix, faults, minflt, majflt, switches, involuntary, read, write";

    @Override
    public Metric convert(String text) {
        return Metric.of(text.strip())
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no metric; they are "
                        + Arrays.stream(Metric.values()).map(Metric::word).collect(Collectors.joining(", "))));
    }
}
