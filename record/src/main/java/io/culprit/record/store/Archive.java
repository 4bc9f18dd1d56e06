package io.culprit.record.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The segments that have ended, oldest first: how much they take, and which of them are to go. */
final class Archive {
    private record Kept(Chunks.Segment segment, Head head, long bytes) {}

    private final Chunks chunks;
    private final List<Kept> all = new ArrayList<>();
    private long bytes;

    Archive(Chunks chunks) {
        this.chunks = chunks;
    }

    void add(Chunks.Segment segment, Head head, long bytes) {
        all.add(new Kept(segment, head, bytes));
        this.bytes += bytes;
    }

    void sealed(long number, Head head, long sealedBytes) {
        for (int i = 0; i < all.size(); i++) {
            Kept kept = all.get(i);
            if (kept.segment.number() == number && kept.segment.live()) {
                bytes += sealedBytes - kept.bytes;
                all.set(i, new Kept(new Chunks.Segment(number, false), head, sealedBytes));
            }
        }
    }

    long bytes() {
        return bytes;
    }

    /**
     * Removes the oldest ones while they are too old, or all together take too much.
     *
     * @param live head of the live segment
     * @param more bytes that are needed besides these segments
     * @param removed is told their numbers
     */
    void retain(Limits limits, Head live, long more, LongConsumer removed) {
        List<Head> heads = new ArrayList<>(all.stream().map(Kept::head).toList());
        heads.add(live);
        long[] ages = Ages.of(heads);
        Duration keep = limits.keep();
        int gone = 0;
        while (!all.isEmpty()
                && (bytes + more > limits.maxBytes() || keep.compareTo(Duration.ofMillis(ages[gone])) < 0)) {
            Kept oldest = all.getFirst();
            removed.accept(oldest.segment.number());
            try {
                chunks.drop(oldest.segment);
            } catch (IOException e) {
                // It is tried again before the next sample that needs the space.
                return;
            }
            all.removeFirst();
            bytes -= oldest.bytes;
            gone++;
        }
    }
}
