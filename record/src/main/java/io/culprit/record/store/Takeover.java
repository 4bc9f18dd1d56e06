package io.culprit.record.store;

import io.culprit.model.recording.RecordingEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a writer does with what earlier ones left, perhaps when they were killed: finishes what they had begun to replace, cuts
 * off an unfinished sample, goes on with the live segment if it is of the same boot, and lets the others be sealed.
 */
final class Takeover {
    private final Chunks chunks;
    private final Origin origin;
    private final Limits limits;
    private final Archive archive;
    private final Sealer sealer;
    private final List<RecordingEvent> events;
    private long next = 1;
    private @Nullable LiveWriter live;

    Takeover(Chunks chunks, Origin origin, Limits limits, Archive archive, Sealer sealer, List<RecordingEvent> events) {
        this.chunks = chunks;
        this.origin = origin;
        this.limits = limits;
        this.archive = archive;
        this.sealer = sealer;
        this.events = events;
    }

    void run() throws IOException {
        List<Chunks.Segment> all = chunks.segments();
        for (int i = 0; i < all.size(); i++) {
            Chunks.Segment segment = all.get(i);
            boolean alsoLive = i + 1 < all.size() && all.get(i + 1).number() == segment.number();
            if (alsoLive && !isWhole(segment)) {
                chunks.drop(segment);
                continue;
            }
            if (alsoLive) {
                chunks.drop(all.get(++i));
            }
            take(segment, i == all.size() - 1);
            next = segment.number() + 1;
        }
    }

    /** The number of the next segment. */
    long next() {
        return next;
    }

    @Nullable
    LiveWriter live() {
        return live;
    }

    /** Before its source is removed, a sealed segment must prove itself. */
    private boolean isWhole(Chunks.Segment segment) throws IOException {
        Optional<ChunkSource> opened = chunks.open(segment);
        if (opened.isEmpty()) {
            return false;
        }
        Bytes bytes = new Bytes(4096);
        try (ChunkSource source = opened.get()) {
            boolean whole = source.gaps().isEmpty() && !source.chunks().isEmpty();
            for (Chunk chunk : source.chunks()) {
                whole &= source.read(chunk, bytes);
            }
            return whole;
        }
    }

    private void take(Chunks.Segment segment, boolean newest) throws IOException {
        Damage damage = new Damage();
        Optional<Segment> opened = Segments.open(chunks, segment, damage, true);
        long bytes = chunks.bytes(segment);
        if (opened.isEmpty()) {
            // It may be of a newer version, or readable elsewhere: it stays until its age or size removes it.
            archive.add(segment, Head.empty(origin), bytes);
            return;
        }
        try (Segment found = opened.get()) {
            if (!(found instanceof LiveSegment ended)) {
                archive.add(segment, found.head(), bytes);
                return;
            }
            tellUnfinished(ended, bytes);
            if (newest && found.head().origin().equals(origin)) {
                ChunkSink sink = chunks.resume(segment.number(), ended.end());
                live = new LiveWriter(ended, segment.number(), sink, LiveWriter.mostBytes(limits));
            } else if (found.head().samples() == 0 && found.head().events() == 0) {
                chunks.drop(segment);
            } else {
                archive.add(segment, found.head(), bytes);
                sealer.add(segment.number());
            }
        }
    }

    private void tellUnfinished(LiveSegment ended, long bytes) {
        long cut = bytes - ended.end();
        if (cut > 0) {
            events.add(new RecordingEvent(
                    ended.head().last().wall(),
                    RecordingEvent.Kind.SAMPLES_LOST,
                    "the recorder ended in the middle of a sample: " + cut + " bytes of it are left out"));
        }
    }
}
