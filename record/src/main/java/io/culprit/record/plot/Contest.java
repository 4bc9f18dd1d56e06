package io.culprit.record.plot;

import io.culprit.model.recording.History;
import io.culprit.model.recording.RecordedProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is to be shown: all candidates, and those are let go that cannot win any more. */
final class Contest {
    /** A program without a process may come back, so more of them are kept than are shown; beyond this they are dropped. */
    private static final int KEPT_PROGRAMS = 20_000;
    /** Lets lines pile up before they are sorted. */
    private static final int SLACK = 2000;

    private final Selection selection;
    private final Timeline timeline;
    private final Map<Object, Candidate> candidates = new HashMap<>();
    private final Comparator<Candidate> best;
    private final int kept;
    private int ended;
    private long matched;
    private long valueless;

    Contest(Selection selection, Timeline timeline) {
        this.selection = selection;
        this.timeline = timeline;
        kept = selection.by() == History.By.PROCESS ? selection.top() : Math.max(KEPT_PROGRAMS, selection.top());
        best = Comparator.comparingDouble((Candidate c) -> -score(c))
                // Where all are seen for too short a time for a growth an hour, who grew most still comes first.
                .thenComparingDouble(c -> -c.bins().risen())
                .thenComparingLong(Candidate::firstMillis)
                .thenComparingInt(c -> c.newest().id().pid());
    }

    /** The line that the process is part of. */
    Candidate of(RecordedProcess process, long millis) {
        Object key = selection.by() == History.By.PROCESS ? process.id() : process.program();
        Candidate known = candidates.get(key);
        if (known != null) {
            return known;
        }
        Candidate begun = new Candidate(new Bins(timeline), process, millis);
        candidates.put(key, begun);
        matched++;
        return begun;
    }

    /** A process ended, so that there may be a candidate to let go. */
    void ended() {
        ended++;
    }

    void endStretch(int stretch) {
        if (ended > 2 * kept + SLACK) {
            prune(stretch);
        }
    }

    private void prune(int stretch) {
        List<Candidate> over = new ArrayList<>();
        for (Candidate c : candidates.values()) {
            if (!c.isIn(stretch)) {
                over.add(c);
            }
        }
        ended = Math.min(over.size(), kept);
        if (over.size() <= kept) {
            return;
        }
        over.sort(best);
        Set<Candidate> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        lost.addAll(over.subList(kept, over.size()));
        for (Candidate c : lost) {
            valueless += c.bins().isEmpty() ? 1 : 0;
        }
        candidates.values().removeAll(lost);
    }

    private double score(Candidate c) {
        double score = switch (selection.sort()) {
            case LAST -> c.bins().last();
            case MAX -> c.bins().greatest();
            case MEAN -> c.bins().mean();
            case GROWTH -> c.bins().growthPerHour();
        };
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    /** Those with a value, the best first. */
    List<Candidate> best() {
        return candidates.values().stream()
                .filter(c -> !c.bins().isEmpty())
                .sorted(best)
                .limit(selection.top())
                .toList();
    }

    /** Processes or programs that were asked for. */
    long matched() {
        return matched;
    }

    /** Those of them without any value. */
    long valueless() {
        return valueless
                + candidates.values().stream().filter(c -> c.bins().isEmpty()).count();
    }
}
