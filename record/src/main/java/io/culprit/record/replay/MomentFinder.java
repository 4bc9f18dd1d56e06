package io.culprit.record.replay;

import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the samples that an investigation begun at a moment would have taken, or says what is nearest. */
final class MomentFinder {
    /** At samples every 10 s as long as it takes to see growth; at slower ones, what lies between two samples. */
    static final Duration USUAL = Duration.ofSeconds(60);

    /** Closer samples see as much sooner, and a spike that is over within the window is thinned out by what follows it. */
    private static final long USUAL_INTERVALS = 6;

    /** As a live investigation. */
    private static final long LEAST_WINDOW_MILLIS = 10_000;

    /** How far around the moment the usual interval is looked for. */
    private static final long LOOK_MILLIS = 2 * 3_600_000L;
    /** In intervals: one lost sample is no gap. */
    private static final long GAP = 3;
    /** Whatever the interval: a host that was too busy to be sampled for so long is the moment that is asked for. */
    private static final long LEAST_GAP_MILLIS = 30_000;

    private final List<Long> times = new ArrayList<>();
    private final List<String> boots = new ArrayList<>();
    private final long at;
    private final Optional<Duration> asked;
    private long window;
    private final ZoneId zone;

    private MomentFinder(long at, Optional<Duration> window, ZoneId zone) {
        this.at = at;
        this.asked = window;
        this.window = window.orElse(USUAL).toMillis();
        this.zone = zone;
    }

    /** Found, or why not: with the nearest moments. */
    sealed interface Found {
        record At(Moment moment) implements Found {}

        record Nothing(String why) implements Found {}
    }

    static Found find(Recording recording, long at, Optional<Duration> window, ZoneId zone) {
        Optional<Overview> overview = recording.overview();
        return overview.isEmpty()
                ? new Found.Nothing("the recording holds no sample")
                : new MomentFinder(at, window, zone).find(recording, overview.get());
    }

    private Found find(Recording recording, Overview overview) {
        read(recording, new TimeRange(at - LOOK_MILLIS, at + LOOK_MILLIS + window));
        if (times.isEmpty()) {
            return new Found.Nothing(nearest(recording, overview));
        }
        long interval = interval();
        if (asked.isEmpty()) {
            window = Math.clamp(USUAL_INTERVALS * interval, LEAST_WINDOW_MILLIS, USUAL.toMillis());
        }
        long gap = Math.max(LEAST_GAP_MILLIS, GAP * interval);
        int near = nearestSample();
        int runFrom = near;
        while (runFrom > 0 && continues(runFrom - 1, gap)) {
            runFrom--;
        }
        int runTo = near;
        while (runTo < times.size() - 1 && continues(runTo, gap)) {
            runTo++;
        }
        if (at < times.get(runFrom) - gap || at > times.get(runTo) + gap) {
            return new Found.Nothing(nearest(recording, overview));
        }
        int from = runFrom;
        while (from < runTo && times.get(from + 1) <= at) {
            from++;
        }
        int to = from;
        while (to < runTo && times.get(to) < at + window) {
            to++;
        }
        // At the end of a run the moments before it must do.
        while (from > runFrom && times.get(to) - times.get(from) < window) {
            from--;
        }
        return from == to
                ? new Found.Nothing("there is a single sample at " + local(times.get(from))
                        + " and none before or after it: a rate needs two")
                : new Found.At(new Moment(
                        boots.get(from), times.get(from), times.get(to), to - from + 1, interval, times.get(runFrom)));
    }

    private void read(Recording recording, TimeRange range) {
        times.clear();
        boots.clear();
        recording.scan(range, Set.of(), stretch -> {
            for (int i = 0; i < stretch.samples(); i++) {
                times.add(stretch.times()[i]);
                boots.add(stretch.bootId());
            }
        });
    }

    private boolean continues(int i, long gap) {
        return boots.get(i).equals(boots.get(i + 1)) && times.get(i + 1) - times.get(i) <= gap;
    }

    private int nearestSample() {
        int near = 0;
        for (int i = 1; i < times.size(); i++) {
            if (Math.abs(times.get(i) - at) < Math.abs(times.get(near) - at)) {
                near = i;
            }
        }
        return near;
    }

    private long interval() {
        long[] steps = new long[Math.max(0, times.size() - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = times.get(i + 1) - times.get(i);
        }
        Arrays.sort(steps);
        return steps.length == 0 ? 0 : steps[steps.length / 2];
    }

    private String nearest(Recording recording, Overview overview) {
        String none = "nothing was recorded at " + local(at);
        if (at < overview.range().fromMillis()) {
            return none + ": the recording begins at " + local(overview.range().fromMillis());
        }
        if (at > overview.range().toMillis()) {
            return none + ": the recording ends at " + local(overview.range().toMillis());
        }
        read(
                recording,
                new TimeRange(overview.range().fromMillis(), overview.range().toMillis()));
        long before = overview.range().fromMillis();
        long after = overview.range().toMillis();
        for (long t : times) {
            before = t <= at ? Math.max(before, t) : before;
            after = t > at ? Math.min(after, t) : after;
        }
        return none + ": the nearest samples are of " + local(before) + " and " + local(after)
                + "; in between the recorder did not run, or the host stood still";
    }

    private String local(long millis) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                .format(Instant.ofEpochMilli(millis)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atZone(zone));
    }
}
