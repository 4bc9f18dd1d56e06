package io.culprit.record.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals segments that have ended, a little after each sample. What fails is tried again; the live one is kept until then. */
final class Sealer implements AutoCloseable {
    /** A full disk stays full for minutes. */
    private static final int RETRY_AFTER_SAMPLES = 60;

    private final Chunks chunks;
    private final Archive archive;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private @Nullable Sealing current;
    private int pause;

    Sealer(Chunks chunks, Archive archive) {
        this.chunks = chunks;
        this.archive = archive;
    }

    void add(long segment) {
        waiting.add(segment);
    }

    /** As much work as one metric of the largest segment: small segments at once, a large one in as many calls as metrics. */
    void work() {
        if (pause > 0) {
            pause--;
            return;
        }
        int left = LiveWriter.MOST_VALUES;
        while (left > 0 && !waiting.isEmpty()) {
            try {
                left -= step(waiting.getFirst());
            } catch (IOException | Malformed e) {
                abandon();
                waiting.add(waiting.removeFirst());
                pause = RETRY_AFTER_SAMPLES;
                return;
            }
        }
    }

    /** All that waits, however long it takes; what fails stays as it is. */
    void finish() {
        while (!waiting.isEmpty()) {
            try {
                step(waiting.getFirst());
            } catch (IOException | Malformed e) {
                abandon();
                waiting.removeFirst();
            }
        }
    }

    private int step(long segment) throws IOException {
        Sealing sealing = current;
        if (sealing == null) {
            Optional<ChunkSource> source = chunks.open(new Chunks.Segment(segment, true));
            if (source.isEmpty() || !source.get().live()) {
                source.ifPresent(ChunkSource::close);
                waiting.removeFirst();
                return 0;
            }
            sealing = Sealing.begin(chunks, source.get(), segment);
            current = sealing;
        }
        int work = sealing.values();
        if (!sealing.step()) {
            archive.sealed(segment, sealing.head(), sealing.bytes());
            abandon();
            waiting.removeFirst();
        }
        return work;
    }

    /** Of a segment that is half done; the whole ones are the archive's. */
    long bytes() {
        return current == null ? 0 : current.bytes();
    }

    /** It was removed: nothing is left to seal. */
    void forget(long segment) {
        if (!waiting.isEmpty() && waiting.getFirst() == segment) {
            abandon();
        }
        waiting.remove(segment);
    }

    private void abandon() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() {
        abandon();
    }
}
