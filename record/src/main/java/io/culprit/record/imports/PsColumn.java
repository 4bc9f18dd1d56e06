package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of ps(1), by their heads. */
final class PsColumn {
    /** @param factor from the printed unit to that of the metric */
    record Measure(ProcessMetric metric, long factor) {}

    private static final long KIB = 1024;
    private static final long SECOND_MICROS = 1_000_000;

    private static final Map<String, Measure> MEASURES = Map.ofEntries(
            Map.entry("RSS", new Measure(ProcessMetric.RSS, KIB)),
            Map.entry("RSZ", new Measure(ProcessMetric.RSS, KIB)),
            Map.entry("NLWP", new Measure(ProcessMetric.THREADS, 1)),
            Map.entry("THCNT", new Measure(ProcessMetric.THREADS, 1)),
            Map.entry("MINFL", new Measure(ProcessMetric.MINOR_FAULTS, 1)),
            Map.entry("MINFLT", new Measure(ProcessMetric.MINOR_FAULTS, 1)),
            Map.entry("MAJFL", new Measure(ProcessMetric.MAJOR_FAULTS, 1)),
            Map.entry("MAJFLT", new Measure(ProcessMetric.MAJOR_FAULTS, 1)),
            Map.entry("RBYTES", new Measure(ProcessMetric.READ_BYTES, 1)),
            Map.entry("WBYTES", new Measure(ProcessMetric.WRITE_BYTES, 1)),
            Map.entry("FDS", new Measure(ProcessMetric.FDS, 1)),
            Map.entry("TIME", new Measure(ProcessMetric.CPU, SECOND_MICROS)));

    private static final Set<String> TEXTS = Set.of("COMMAND", "CMD", "ARGS", "COMM");
    private static final Set<String> STARTED = Set.of("STARTED", "START", "STIME");

    /** They say which process it is. */
    private static final Set<String> IDENTITY = Set.of("PID", "PPID", "UID", "USER", "ELAPSED", "LWP", "TID", "SPID");

    private PsColumn() {}

    static Optional<Measure> measure(String head) {
        return Optional.ofNullable(MEASURES.get(head));
    }

    static Shape shape(String head) {
        if (TEXTS.contains(head)) {
            return Shape.TEXT;
        }
        if (STARTED.contains(head)) {
            return Shape.STARTED;
        }
        return head.equals("TIME") || head.equals("ELAPSED")
                ? Shape.DURATION
                : MEASURES.containsKey(head) || head.equals("PID") || head.equals("PPID") ? Shape.NUMBER : Shape.WORD;
    }

    static boolean isUsed(String head) {
        return MEASURES.containsKey(head) || isText(head) || isStart(head) || IDENTITY.contains(head);
    }

    static boolean isText(String head) {
        return TEXTS.contains(head);
    }

    static boolean isStart(String head) {
        return STARTED.contains(head);
    }

    /** @return whether the words are heads: one is PID, none is a number, and most are as ps writes them */
    static boolean isHeader(String line) {
        if (!line.contains("PID")) {
            return false;
        }
        boolean pid = false;
        int known = 0;
        String[] words = line.strip().split("\\s+", -1);
        for (String word : words) {
            pid |= word.equals("PID");
            known += isUsed(word) || word.equals("VSZ") || word.startsWith("%") ? 1 : 0;
            if (Numbers.decimal(word) >= 0) {
                return false;
            }
        }
        return pid && words.length >= 2 && 2 * known >= words.length;
    }
}
