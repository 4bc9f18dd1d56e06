package io.culprit.record.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The live segment as its writer sees it: how full it is, and when it must end. */
final class LiveWriter implements AutoCloseable {
    /** What a reader goes through block by block stays small, and what is sealed packs well. */
    static final long LONGEST_MILLIS = 3_600_000;

    /** Bounds the memory of sealing: 8 bytes for a value of one metric and 4 for its place. */
    static final int MOST_VALUES = 360_000;

    final long segment;
    private final ChunkSink sink;
    private final long mostBytes;
    private final Set<String> hostKeys = new HashSet<>();
    private int number;
    private int samples;
    private long values;
    private Head.Moment first = Head.Moment.NONE;
    private Head.Moment last = Head.Moment.NONE;
    private int lastBytes;

    LiveWriter(long segment, ChunkSink sink, long mostBytes) {
        this.segment = segment;
        this.sink = sink;
        this.mostBytes = mostBytes;
    }

    /** Goes on where an earlier writer ended. */
    LiveWriter(LiveSegment before, long segment, ChunkSink sink, long mostBytes) {
        this(segment, sink, mostBytes);
        Head head = before.head();
        number = before.nextNumber();
        samples = head.samples();
        values = head.values();
        first = head.first();
        last = head.last();
        hostKeys.addAll(before.hostKeys());
    }

    boolean isFullFor(Frame frame) {
        if (samples == 0) {
            return false;
        }
        return frame.bootMillis() - first.boot() >= LONGEST_MILLIS
                || frame.bootMillis() < last.boot()
                || values + frame.rows() > MOST_VALUES
                || (long) (samples + 1) * Math.max(hostKeys.size(), frame.hostCount()) > MOST_VALUES
                || sink.bytes() >= mostBytes;
    }

    /** @return bytes that this took */
    int append(Frame frame, List<Happening> events, BlockEncoder encoder, Origin origin) throws IOException {
        long before = sink.bytes();
        try {
            begin(origin);
            int blocks = encoder.encode(frame, events, segment, number, sink);
            sink.commit();
            number = number + blocks & 0xFFFF;
        } catch (IOException | RuntimeException e) {
            sink.rollback();
            throw e;
        }
        last = new Head.Moment(frame.wallMillis(), frame.bootMillis());
        first = samples == 0 ? last : first;
        samples++;
        values += frame.rows();
        for (int i = 0; i < frame.hostCount(); i++) {
            hostKeys.add(frame.hostKey(i));
        }
        lastBytes = (int) (sink.bytes() - before);
        return lastBytes;
    }

    void append(List<Happening> events, BlockEncoder encoder, Origin origin) throws IOException {
        try {
            begin(origin);
            encoder.encode(events, number, sink);
            sink.commit();
            number = number + 1 & 0xFFFF;
        } catch (IOException e) {
            sink.rollback();
            throw e;
        }
    }

    /** Its header is committed with the first sample, or again with the next when that failed. */
    private void begin(Origin origin) throws IOException {
        if (number == 0 && samples == 0) {
            Bytes header = new Bytes(256);
            Head.empty(origin).encode(header);
            sink.add(ChunkKind.HEADER, 0, header);
        }
    }

    Head head(Origin origin) {
        return new Head(origin, samples, values, first, last, 0, List.of());
    }

    long bytes() {
        return sink.bytes();
    }

    /** Of the last sample: the next one will take about as much. */
    int lastBytes() {
        return lastBytes;
    }

    @Override
    public void close() {
        sink.close();
    }
}
