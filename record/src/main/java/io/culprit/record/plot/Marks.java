package io.culprit.record.plot;

import io.culprit.model.recording.Plot;
import io.culprit.model.recording.RecordingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which moments deserve a vertical line. */
final class Marks {
    /** More lines hide the curves. */
    static final int MOST = 60;
    /** Restarts are marked for the programs of the first so many lines. */
    private static final int PROGRAMS = 8;

    private Marks() {}

    /** @param timeline a recorder that started with its first sample is no news */
    static List<Plot.Mark> of(List<RecordingEvent> events, Timeline timeline) {
        List<Plot.Mark> marks = new ArrayList<>();
        for (RecordingEvent event : events) {
            String word = word(event.kind());
            boolean first = event.kind() == RecordingEvent.Kind.STARTED && event.millis() <= timeline.fromMillis();
            if (!word.isEmpty() && !first) {
                marks.add(new Plot.Mark(event.millis(), word + ": " + event.text()));
            }
        }
        return marks;
    }

    static List<Plot.Mark> restarts(Restarts restarts, List<Candidate> lines) {
        Set<String> programs = new LinkedHashSet<>();
        for (Candidate e : lines.subList(0, Math.min(PROGRAMS, lines.size()))) {
            programs.add(e.newest().program());
        }
        List<Plot.Mark> marks = new ArrayList<>();
        for (String program : programs) {
            // One that restarts all the time is told in the table; its lines would be a fence.
            if (restarts.of(program) <= Restarts.MOST_MOMENTS) {
                for (long millis : restarts.moments(program)) {
                    marks.add(new Plot.Mark(millis, "restart: " + program));
                }
            }
        }
        return marks;
    }

    /** In order of time; where there are too many, those whose kind says least give way. */
    static List<Plot.Mark> tidied(List<Plot.Mark> marks) {
        return marks.stream()
                .sorted(Comparator.comparingInt(Marks::rank))
                .limit(MOST)
                .sorted(Comparator.comparingLong(Plot.Mark::millis))
                .toList();
    }

    private static int rank(Plot.Mark mark) {
        String text = mark.text();
        if (text.startsWith("spike")) {
            return 0;
        }
        return text.startsWith("restart") ? 1 : 2;
    }

    private static String word(RecordingEvent.Kind kind) {
        return switch (kind) {
            case SPIKE -> "spike";
            case STARTED -> "recorder started";
            case CLOCK_JUMPED -> "clock jumped";
            case SAMPLES_LOST -> "samples lost";
            // A stop shows as a gap, and the others change no curve.
            case STOPPED, SOURCE_CHANGED, IMPORTED -> "";
        };
    }
}
