package io.culprit.record.plot;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One pass over a recording that fills a line for each process or program, and lets go of lines that cannot win any more. */
final class Survey {
    /** A program without a process may come back, so more of them are kept than are shown; beyond this they are dropped. */
    private static final int KEPT_PROGRAMS = 20_000;
    /** Lets lines pile up before they are sorted. */
    private static final int SLACK = 2000;

    /** A line on its way. */
    static final class Entry {
        private final Bins bins;
        private RecordedProcess newest;
        private int processes;
        private long firstMillis;
        private long lastMillis;
        private int[] rows = new int[1];
        private RowValues.Track[] tracks = new RowValues.Track[1];
        private int rowCount;
        private int stamp;

        private Entry(Bins bins, RecordedProcess process, long firstMillis) {
            this.bins = bins;
            newest = process;
            this.firstMillis = firstMillis;
            lastMillis = firstMillis;
        }

        Bins bins() {
            return bins;
        }

        RecordedProcess newest() {
            return newest;
        }

        int processes() {
            return processes;
        }

        long firstMillis() {
            return firstMillis;
        }

        long lastMillis() {
            return lastMillis;
        }
    }

    private static final class Live {
        private final RowValues.Track track = new RowValues.Track();
        private String program;
        private int stamp;
        private boolean ended;

        private Live(String program) {
            this.program = program;
        }
    }

    private final Metric metric;
    private final Selection selection;
    private final Timeline timeline;
    private final RowValues row;
    private final Map<ProcessId, Live> lives = new HashMap<>();
    private final Map<Object, Entry> entries = new HashMap<>();
    private final List<Entry> touched = new ArrayList<>();
    private final Restarts restarts = new Restarts();
    private final Comparator<Entry> best;
    private final int kept;
    private double[] sums = {};
    private boolean[] read = {};
    private String boot = "";
    private int stamp;
    private int ended;
    private long gapMillis;
    private long intervalMillis;
    private long matched;
    private long samples;
    private long lastMillis;
    private long valueless;

    Survey(Metric metric, Selection selection, Timeline timeline) {
        this.metric = metric;
        this.selection = selection;
        this.timeline = timeline;
        row = new RowValues(metric);
        kept = selection.by() == History.By.PROCESS ? selection.top() : Math.max(KEPT_PROGRAMS, selection.top());
        best = Comparator.comparingDouble((Entry e) -> -score(e))
                // Where all are seen for too short a time for a growth an hour, who grew most still comes first.
                .thenComparingDouble(e -> -e.bins.risen())
                .thenComparingLong(Entry::firstMillis)
                .thenComparingInt(e -> e.newest().id().pid());
    }

    Survey run(Recording recording, TimeRange range) {
        recording.scan(range, metric.columns(), this::visit);
        return this;
    }

    private void visit(Stretch s) {
        if (s.samples() == 0) {
            return;
        }
        stamp++;
        samples += s.samples();
        lastMillis = Math.max(lastMillis, s.times()[s.samples() - 1]);
        boolean follows = s.bootId().equals(boot);
        boot = s.bootId();
        measureInterval(s);
        row.enter(s);
        touched.clear();
        for (int r = 0; r < s.processes(); r++) {
            RecordedProcess p = s.process(r);
            if (s.length(r) > 0 && selection.wanted().test(p)) {
                note(s, r, p, follows);
            }
        }
        for (Entry e : touched) {
            sum(s, e);
        }
        buryTheDead(s, follows);
        restarts.settle();
        if (ended > 2 * kept + SLACK) {
            prune();
        }
    }

    private void measureInterval(Stretch s) {
        long own = Interval.median(s.times(), s.samples());
        // Where a long interval meets a short one, the time between is still no gap.
        gapMillis = Interval.GAP * Math.max(own, intervalMillis);
        intervalMillis = own > 0 ? own : intervalMillis;
    }

    private void note(Stretch s, int r, RecordedProcess p, boolean follows) {
        long from = s.times()[s.first(r)];
        int end = s.first(r) + s.length(r);
        Live live = lives.get(p.id());
        boolean isNew = live == null;
        if (live == null) {
            live = new Live(p.program());
            lives.put(p.id(), live);
            if (follows || s.first(r) > 0) {
                restarts.began(p.program(), from);
            }
        }
        live.program = p.program();
        live.stamp = stamp;
        live.ended = end < s.samples();
        if (live.ended) {
            restarts.ended(p.program(), s.times()[end]);
        }
        Object key = selection.by() == History.By.PROCESS ? p.id() : p.program();
        Entry e = entries.get(key);
        if (e == null) {
            e = new Entry(new Bins(timeline), p, from);
            entries.put(key, e);
            matched++;
        }
        if (isNew) {
            e.processes++;
        }
        if (e.stamp != stamp) {
            e.stamp = stamp;
            e.rowCount = 0;
            touched.add(e);
        }
        if (e.rowCount == e.rows.length) {
            e.rows = Arrays.copyOf(e.rows, 2 * e.rowCount);
            e.tracks = Arrays.copyOf(e.tracks, 2 * e.rowCount);
        }
        e.rows[e.rowCount] = r;
        e.tracks[e.rowCount++] = live.track;
        e.lastMillis = Math.max(e.lastMillis, s.times()[end - 1]);
        if (p.startedMillis() >= e.newest.startedMillis()) {
            e.newest = p;
        }
    }

    private void sum(Stretch s, Entry e) {
        if (sums.length < s.samples()) {
            sums = new double[s.samples()];
            read = new boolean[s.samples()];
        }
        int begin = s.samples();
        int end = 0;
        for (int i = 0; i < e.rowCount; i++) {
            begin = Math.min(begin, s.first(e.rows[i]));
            end = Math.max(end, s.first(e.rows[i]) + s.length(e.rows[i]));
        }
        Arrays.fill(sums, begin, end, Double.NaN);
        Arrays.fill(read, begin, end, false);
        for (int i = 0; i < e.rowCount; i++) {
            row.fill(s, e.rows[i], e.tracks[i]);
            add(s.first(e.rows[i]), s.length(e.rows[i]));
        }
        long[] times = s.times();
        for (int k = begin; k < end; k++) {
            e.bins.add(times[k], sums[k], read[k], gapMillis);
        }
    }

    private void add(int first, int length) {
        double[] values = row.values();
        boolean[] now = row.read();
        for (int k = 0; k < length; k++) {
            double value = values[k];
            if (!Double.isNaN(value)) {
                double before = sums[first + k];
                sums[first + k] = Double.isNaN(before) ? value : before + value;
                read[first + k] |= now[k];
            }
        }
    }

    private void buryTheDead(Stretch s, boolean follows) {
        for (Iterator<Live> all = lives.values().iterator(); all.hasNext(); ) {
            Live live = all.next();
            if (live.stamp != stamp) {
                all.remove();
                ended++;
                // With the boot all ended, and nothing was restarted but the host.
                if (follows && !live.ended) {
                    restarts.ended(live.program, s.times()[0]);
                }
            }
        }
    }

    private void prune() {
        List<Entry> over = new ArrayList<>();
        for (Entry e : entries.values()) {
            if (e.stamp != stamp) {
                over.add(e);
            }
        }
        ended = Math.min(over.size(), kept);
        if (over.size() <= kept) {
            return;
        }
        over.sort(best);
        Set<Entry> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        lost.addAll(over.subList(kept, over.size()));
        for (Entry e : lost) {
            valueless += e.bins.isEmpty() ? 1 : 0;
        }
        entries.values().removeAll(lost);
    }

    private double score(Entry e) {
        double score = switch (selection.sort()) {
            case LAST -> e.bins.last();
            case MAX -> e.bins.greatest();
            case MEAN -> e.bins.mean();
            case GROWTH -> e.bins.growthPerHour();
        };
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    /** Those with a value, the best first. */
    List<Entry> best() {
        return entries.values().stream()
                .filter(e -> !e.bins.isEmpty())
                .sorted(best)
                .limit(selection.top())
                .toList();
    }

    Restarts restarts() {
        return restarts;
    }

    /** Processes or programs that were asked for. */
    long matched() {
        return matched;
    }

    /** Those of them without any value. */
    long valueless() {
        return valueless
                + entries.values().stream().filter(e -> e.bins.isEmpty()).count();
    }

    long samples() {
        return samples;
    }

    /** @return whether it is in the last sample */
    boolean isAlive(Entry e) {
        return e.lastMillis >= lastMillis;
    }
}
