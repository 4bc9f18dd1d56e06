package io.culprit.record.store;

import io.culprit.model.recording.RecordingEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * An event and how the clocks stood when it was stored.
 *
 * @param placed whether {@code placement}, wall clock minus boot clock in milliseconds, was known
 */
record Happening(RecordingEvent event, boolean placed, long placement) {
    private static final int MAX_EVENTS = 1 << 20;

    static void encode(Bytes out, List<Happening> all) {
        out.varint(all.size());
        for (Happening one : all) {
            out.varint(one.event.kind().number());
            out.signed(one.event.millis());
            out.u8(one.placed ? 1 : 0);
            out.signed(one.placement);
            out.text(one.event.text());
        }
    }

    /** Leaves out kinds that only a newer version knows. */
    static List<Happening> decode(Input in) {
        List<Happening> all = new ArrayList<>();
        int count = in.count(MAX_EVENTS);
        for (int i = 0; i < count; i++) {
            long number = in.varint();
            long millis = in.signed();
            boolean placed = in.u8() == 1;
            long placement = in.signed();
            String text = in.text();
            for (RecordingEvent.Kind kind : RecordingEvent.Kind.values()) {
                if (kind.number() == number) {
                    all.add(new Happening(new RecordingEvent(millis, kind, text), placed, placement));
                }
            }
        }
        return all;
    }

    /** On the clock of the samples, which the boot's newest reading of the wall clock places. */
    RecordingEvent at(long newestPlacement) {
        return placed
                ? new RecordingEvent(event.millis() - placement + newestPlacement, event.kind(), event.text())
                : event;
    }
}
