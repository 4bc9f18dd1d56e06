package io.culprit.record.plot;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** One pass over a recording that fills a line for each process or program. */
final class Survey {
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
    private final Contest contest;
    private final Sums sums;
    private final Map<ProcessId, Live> lives = new HashMap<>();
    private final List<Candidate> touched = new ArrayList<>();
    private final Restarts restarts = new Restarts();
    private String boot = "";
    private int stamp;
    private long gapMillis;
    private long intervalMillis;
    private long samples;
    private long lastMillis;

    Survey(Metric metric, Selection selection, Timeline timeline) {
        this.metric = metric;
        this.selection = selection;
        contest = new Contest(selection, timeline);
        sums = new Sums(metric);
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
        sums.enter(s);
        touched.clear();
        for (int r = 0; r < s.processes(); r++) {
            RecordedProcess p = s.process(r);
            if (s.length(r) > 0 && selection.wanted().test(p)) {
                note(s, r, p, follows);
            }
        }
        for (Candidate c : touched) {
            sums.fill(s, c, gapMillis);
        }
        buryTheDead(s, follows);
        restarts.settle();
        contest.endStretch(stamp);
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
        Candidate c = contest.of(p, from);
        if (isNew) {
            c.joined();
        }
        if (c.enters(stamp)) {
            touched.add(c);
        }
        c.row(r, live.track, p, s.times()[end - 1]);
    }

    private void buryTheDead(Stretch s, boolean follows) {
        for (Iterator<Live> all = lives.values().iterator(); all.hasNext(); ) {
            Live live = all.next();
            if (live.stamp != stamp) {
                all.remove();
                contest.ended();
                // With the boot all ended, and nothing was restarted but the host.
                if (follows && !live.ended) {
                    restarts.ended(live.program, s.times()[0]);
                }
            }
        }
    }

    Contest contest() {
        return contest;
    }

    Restarts restarts() {
        return restarts;
    }

    long samples() {
        return samples;
    }

    /** @return whether it is in the last sample */
    boolean isAlive(Candidate c) {
        return c.lastMillis() >= lastMillis;
    }
}
