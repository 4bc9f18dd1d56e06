package io.culprit.record.store;

import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The segments of a recording and when they were. All samples of a boot are placed by the newest reading of its wall clock:
 * what the clock showed before it was set is of no use to anybody.
 */
final class Timeline implements AutoCloseable {
    /**
     * @param kept the segment itself where it must stay open
     * @param placement wall clock minus boot clock, milliseconds, of the whole boot
     * @param floor no sample of it is before this one of an earlier segment, boot clock
     */
    record Place(Chunks.Segment which, String name, Head head, Optional<Segment> kept, long placement, long floor) {
        long firstMillis() {
            return Math.max(head.first().boot(), floor) + placement;
        }

        long lastMillis() {
            return Math.max(head.last().boot(), floor) + placement;
        }

        boolean touches(TimeRange range) {
            return head.samples() > 0 && range.touches(firstMillis(), Math.max(firstMillis(), lastMillis()));
        }

        long[] times(Segment segment) throws IOException {
            long[] boot = segment.boot();
            long[] times = new long[head.samples()];
            long last = floor;
            for (int i = 0; i < times.length; i++) {
                last = Math.max(last, boot[i]);
                times[i] = last + placement;
            }
            return times;
        }
    }

    private final List<Place> places = new ArrayList<>();

    Timeline(Chunks chunks, Damage damage, boolean writing) throws IOException {
        Map<String, Long> placements = new HashMap<>();
        Map<String, Long> floors = new HashMap<>();
        List<Place> found = new ArrayList<>();
        long before = -1;
        for (Chunks.Segment which : chunks.segments()) {
            if (which.number() == before) {
                continue;
            }
            Optional<Segment> opened = Segments.open(chunks, which, damage, writing);
            if (opened.isEmpty()) {
                continue;
            }
            before = which.number();
            Segment segment = opened.get();
            Head head = segment.head();
            String boot = head.origin().bootId();
            long floor = floors.getOrDefault(boot, Long.MIN_VALUE);
            if (head.samples() > 0) {
                placements.put(boot, head.last().placement());
                floors.put(boot, Math.max(floor, head.last().boot()));
            }
            boolean keep = segment instanceof LiveSegment;
            found.add(new Place(which, segment.name(), head, keep ? Optional.of(segment) : Optional.empty(), 0, floor));
            if (!keep) {
                segment.close();
            }
        }
        for (Place place : found) {
            long placement = placements.getOrDefault(place.head.origin().bootId(), 0L);
            places.add(new Place(place.which, place.name, place.head, place.kept, placement, place.floor));
        }
    }

    List<Place> places() {
        return places;
    }

    static int firstNotBefore(long[] times, long millis) {
        int at = Arrays.binarySearch(times, millis);
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && times[at - 1] == millis) {
            at--;
        }
        return at;
    }

    @Override
    public void close() {
        for (Place place : places) {
            place.kept.ifPresent(Segment::close);
        }
    }
}
