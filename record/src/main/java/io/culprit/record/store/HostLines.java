package io.culprit.record.store;

import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.ProcessMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Puts the host's series together from all segments; a key may come and go. */
final class HostLines {
    private final long[] times;
    private final Predicate<String> wanted;
    private final Map<String, long[]> lines = new TreeMap<>();
    private int count;
    private long[] values = new long[0];

    /** @param most samples that may come */
    HostLines(int most, Predicate<String> wanted) {
        times = new long[most];
        this.wanted = wanted;
    }

    void add(Segment segment, long[] at, int from, int to) throws IOException {
        System.arraycopy(at, from, times, count, to - from);
        List<String> keys = segment.hostKeys();
        int samples = segment.head().samples();
        if (values.length < keys.size() * samples) {
            values = new long[keys.size() * samples];
        }
        segment.host(values);
        for (int key = 0; key < keys.size(); key++) {
            if (wanted.test(keys.get(key))) {
                long[] line = lines.computeIfAbsent(keys.get(key), k -> empty());
                System.arraycopy(values, key * samples + from, line, count, to - from);
            }
        }
        count += to - from;
    }

    private long[] empty() {
        long[] line = new long[times.length];
        Arrays.fill(line, ProcessMetric.UNKNOWN);
        return line;
    }

    HostSeries series() {
        List<HostSeries.Line> all = new ArrayList<>();
        lines.forEach((key, line) -> all.add(new HostSeries.Line(key, cut(line))));
        return new HostSeries(cut(times), all);
    }

    private long[] cut(long[] line) {
        return line.length == count ? line : Arrays.copyOf(line, count);
    }
}
