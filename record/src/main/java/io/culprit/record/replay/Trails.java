package io.culprit.record.replay;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All processes of the window. */
final class Trails {
    /** More readings than this show nothing more; of a window with more samples, some are left out between. */
    static final int MOST_SAMPLES = 120;

    private static final Set<ProcessMetric> METRICS = EnumSet.allOf(ProcessMetric.class);

    private final Moment moment;
    private final int every;
    private final int kept;
    private final Map<ProcessId, Trail> trails = new LinkedHashMap<>();
    private int seen;

    private Trails(Moment moment) {
        this.moment = moment;
        every = (moment.samples() + MOST_SAMPLES - 1) / MOST_SAMPLES;
        kept = (moment.samples() - 1) / every + 1 + ((moment.samples() - 1) % every == 0 ? 0 : 1);
    }

    static Trails of(Recording recording, Moment moment) {
        Trails trails = new Trails(moment);
        recording.scan(new TimeRange(moment.fromMillis(), moment.toMillis()), METRICS, trails::add);
        return trails;
    }

    /** Where the n-th sample of the window goes; those between two that are kept go to the later one. */
    private int slot(int sample) {
        return sample == moment.samples() - 1 ? kept - 1 : (sample + every - 1) / every;
    }

    private void add(Stretch stretch) {
        if (!stretch.bootId().equals(moment.bootId())) {
            return;
        }
        for (int row = 0; row < stretch.processes(); row++) {
            RecordedProcess process = stretch.process(row);
            Trail trail = trails.computeIfAbsent(process.id(), id -> new Trail(process, kept));
            // After an exec the newer description holds.
            trail.process = process;
            for (int k = 0; k < stretch.length(row); k++) {
                int slot = slot(seen + stretch.first(row) + k);
                trail.seen(slot);
                trail.read(slot, stretch.column(ProcessMetric.READ_NOW)[stretch.offset(row) + k]);
            }
        }
        for (ProcessMetric metric : METRICS) {
            long[] column = stretch.column(metric);
            for (int row = 0; row < stretch.processes(); row++) {
                Trail trail = trails.get(stretch.process(row).id());
                for (int k = 0; trail != null && k < stretch.length(row); k++) {
                    long value = column[stretch.offset(row) + k];
                    if (value != ProcessMetric.UNKNOWN) {
                        trail.set(slot(seen + stretch.first(row) + k), metric, value);
                    }
                }
            }
        }
        seen += stretch.samples();
    }

    Collection<Trail> all() {
        return trails.values();
    }

    boolean holdCpu() {
        return hold(ProcessMetric.CPU_USER) || hold(ProcessMetric.CPU_SYSTEM) || hold(ProcessMetric.CPU);
    }

    boolean holdRss() {
        return hold(ProcessMetric.RSS_ANON) || hold(ProcessMetric.RSS);
    }

    /** Whether anybody recorded it. */
    boolean hold(ProcessMetric metric) {
        return trails.values().stream().anyMatch(t -> t.latest(metric).isPresent());
    }
}
