package io.culprit.record.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts, by program, how often a process ended and another one took its place. */
final class Restarts {
    /** Who begins later than that is a new run and no restart. */
    static final long SOON_MILLIS = 10 * 60_000L;
    /** Moments remembered of a program: with more of them the lines of a picture would hide the picture. */
    static final int MOST_MOMENTS = 12;
    /** Beyond this only a hostile host has programs; the ones after it have no count. */
    private static final int MOST_PROGRAMS = 20_000;

    private record Change(long millis, boolean began, String program) {}

    private static final class Program {
        private final List<Long> ends = new ArrayList<>();
        private final List<Long> moments = new ArrayList<>();
        private int restarts;
    }

    private final Map<String, Program> programs = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();

    void began(String program, long millis) {
        changes.add(new Change(millis, true, program));
    }

    void ended(String program, long millis) {
        changes.add(new Change(millis, false, program));
    }

    /** To be called when all changes of a stretch are told. */
    void settle() {
        changes.sort(
                (a, b) -> a.millis != b.millis ? Long.compare(a.millis, b.millis) : Boolean.compare(a.began, b.began));
        for (Change change : changes) {
            apply(change);
        }
        changes.clear();
    }

    private void apply(Change change) {
        Program program = programs.get(change.program);
        if (program == null) {
            if (change.began || programs.size() >= MOST_PROGRAMS) {
                return;
            }
            program = new Program();
            programs.put(change.program, program);
        }
        program.ends.removeIf(end -> change.millis - end > SOON_MILLIS);
        if (!change.began) {
            program.ends.add(change.millis);
        } else if (!program.ends.isEmpty()) {
            program.ends.removeFirst();
            program.restarts++;
            if (program.moments.size() < MOST_MOMENTS) {
                program.moments.add(change.millis);
            }
        }
    }

    int of(String program) {
        Program p = programs.get(program);
        return p == null ? 0 : p.restarts;
    }

    /** The first {@value #MOST_MOMENTS} of them. */
    List<Long> moments(String program) {
        Program p = programs.get(program);
        return p == null ? List.of() : List.copyOf(p.moments);
    }
}
