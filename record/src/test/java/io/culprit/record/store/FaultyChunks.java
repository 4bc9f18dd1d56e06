package io.culprit.record.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An engine on a medium that refuses now and then, as a full disk or a failing one does. */
final class FaultyChunks implements Chunks {
    private final Chunks chunks;
    private final Random random;
    /** One in so many steps fails; 0 for none, 1 for all. */
    int oneIn;

    FaultyChunks(Chunks chunks, long seed) {
        this.chunks = chunks;
        random = new Random(seed);
    }

    private void step() throws IOException {
        if (oneIn > 0 && random.nextInt(oneIn) == 0) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<Segment> segments() throws IOException {
        return chunks.segments();
    }

    @Override
    public Optional<ChunkSource> open(Segment segment) throws IOException {
        step();
        return chunks.open(segment);
    }

    @Override
    public ChunkSink begin(long number) throws IOException {
        step();
        return new Sink(chunks.begin(number));
    }

    @Override
    public ChunkSink resume(long number, long bytes) throws IOException {
        return new Sink(chunks.resume(number, bytes));
    }

    @Override
    public ChunkSink seal(long number) throws IOException {
        step();
        return new Sink(chunks.seal(number));
    }

    @Override
    public void drop(Segment segment) throws IOException {
        step();
        chunks.drop(segment);
    }

    @Override
    public long bytes(Segment segment) throws IOException {
        return chunks.bytes(segment);
    }

    @Override
    public void close() {
        chunks.close();
    }

    private final class Sink implements ChunkSink {
        private final ChunkSink sink;

        Sink(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void add(int kind, int number, Bytes payload) throws IOException {
            step();
            sink.add(kind, number, payload);
            step();
        }

        @Override
        public void commit() throws IOException {
            step();
            sink.commit();
        }

        @Override
        public void rollback() {
            sink.rollback();
        }

        @Override
        public long bytes() {
            return sink.bytes();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
