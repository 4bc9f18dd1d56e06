package io.culprit.record.store;

import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Segments on one clock. Opens a sealed one when it is wanted; a live one may be sealed meanwhile, so it stays open. */
final class StoredRecording implements Recording {
    private final Chunks chunks;
    private final Damage damage = new Damage();
    private final Timeline timeline;
    private final long bytes;

    /** @param writing somebody appends to it now */
    StoredRecording(Chunks chunks, boolean writing) throws IOException {
        this.chunks = chunks;
        timeline = new Timeline(chunks, damage, writing);
        long sum = 0;
        for (Chunks.Segment segment : chunks.segments()) {
            sum += chunks.bytes(segment);
        }
        bytes = sum;
    }

    @Override
    public Optional<Overview> overview() {
        String host = "";
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long samples = 0;
        long values = 0;
        for (Timeline.Place place : timeline.places()) {
            if (!place.head().origin().host().isEmpty()) {
                host = place.head().origin().host();
            }
            if (place.head().samples() > 0) {
                first = Math.min(first, place.firstMillis());
                last = Math.max(last, place.lastMillis());
                samples += place.head().samples();
                values += place.head().values();
            }
        }
        return samples == 0
                ? Optional.empty()
                : Optional.of(new Overview(host, new TimeRange(first, last), samples, values, bytes, damage.lines()));
    }

    @Override
    public List<String> damage() {
        return damage.lines();
    }

    @Override
    public List<Lifetime> processes(TimeRange range) {
        Lifetimes all = new Lifetimes();
        scan(range, Set.of(), all::add);
        return all.list();
    }

    @Override
    public void scan(TimeRange range, Set<ProcessMetric> metrics, Consumer<Stretch> visitor) {
        SegmentStretch stretch = new SegmentStretch(new Acquaintances(damage));
        each(range, (segment, times, from, to, placement) -> {
            stretch.set(segment, times, from, to, placement, metrics);
            visitor.accept(stretch);
        });
    }

    @Override
    public HostSeries host(TimeRange range, Predicate<String> keys) {
        int most = 0;
        for (Timeline.Place place : timeline.places()) {
            most += place.touches(range) ? place.head().samples() : 0;
        }
        HostLines lines = new HostLines(most, keys);
        each(range, (segment, times, from, to, placement) -> lines.add(segment, times, from, to));
        return lines.series();
    }

    @Override
    public List<RecordingEvent> events(TimeRange range) {
        List<RecordingEvent> all = new ArrayList<>();
        for (Timeline.Place place : timeline.places()) {
            if (place.head().events() > 0) {
                with(place, segment -> {
                    for (Happening one : segment.events()) {
                        RecordingEvent event = one.at(place.placement());
                        if (range.contains(event.millis())) {
                            all.add(event);
                        }
                    }
                });
            }
        }
        all.sort(Comparator.comparingLong(RecordingEvent::millis));
        return all;
    }

    /** Some samples of a segment, with the times of all of them. */
    private interface Visit {
        void samples(Segment segment, long[] times, int from, int to, long placement) throws IOException;
    }

    private interface Use {
        void of(Segment segment) throws IOException;
    }

    private void each(TimeRange range, Visit visit) {
        for (Timeline.Place place : timeline.places()) {
            if (place.touches(range)) {
                with(place, segment -> {
                    long[] times = place.times(segment);
                    int from = Timeline.firstNotBefore(times, range.fromMillis());
                    int to = range.toMillis() == Long.MAX_VALUE
                            ? times.length
                            : Timeline.firstNotBefore(times, range.toMillis() + 1);
                    if (from < to) {
                        visit.samples(segment, times, from, to, place.placement());
                    }
                });
            }
        }
    }

    private void with(Timeline.Place place, Use use) {
        Optional<Segment> kept = place.kept();
        try {
            if (kept.isPresent()) {
                use.of(kept.get());
                return;
            }
            Optional<Segment> opened = Segments.open(chunks, place.which(), damage, false);
            if (opened.isPresent()) {
                try (Segment segment = opened.get()) {
                    use.of(segment);
                }
            }
        } catch (IOException | Malformed e) {
            damage.add(place.name() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        timeline.close();
        chunks.close();
    }
}
