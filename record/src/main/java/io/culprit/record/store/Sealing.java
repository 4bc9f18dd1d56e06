package io.culprit.record.store;

import io.culprit.model.recording.RecordingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Rewrites one live segment by metric, a metric at a step, so that no sample waits long and one metric at a time is in memory.
 * The chunks without which the others mean nothing are written at both ends.
 */
final class Sealing implements AutoCloseable {
    /** So many values of one metric a damaged chunk costs; a column in one piece would be 1.5 percent smaller. */
    private static final int PART_VALUES = 32_768;

    private final LiveSegment live;
    private final ChunkSink sink;
    private final Packing packing = new Packing();
    private final Bytes plain = new Bytes(2 * Packing.PART_BYTES);
    private final Bytes packed = new Bytes(2 * Packing.PART_BYTES);
    private final List<Happening> events;
    private final Head head;
    private final Iterator<Integer> metrics;
    private final long[] values;
    private boolean begun;

    private Sealing(LiveSegment live, ChunkSink sink) {
        this.live = live;
        this.sink = sink;
        Head was = live.head();
        events = events(live);
        head = new Head(
                was.origin(), was.samples(), was.values(), was.first(), was.last(), events.size(), was.metrics());
        metrics = head.metrics().iterator();
        values = new long[Math.max(live.rows().values(), live.hostKeys().size() * head.samples())];
    }

    /** @return begun, with nothing written yet; reads the live segment through */
    static Sealing begin(Chunks chunks, ChunkSource source, long number) throws IOException {
        LiveSegment live = LiveSegment.open(source, new Damage());
        return new Sealing(live, chunks.seal(number));
    }

    /** What was lost of it is told in it, for nothing else will tell once the live one is gone. */
    private static List<Happening> events(LiveSegment live) {
        List<Happening> all = new ArrayList<>(live.events());
        if (live.lost() > 0) {
            Head.Moment end = live.head().last();
            String text = live.lost() + (live.lost() == 1 ? " sample was" : " samples were")
                    + " damaged on disk before it was rewritten, and left out";
            RecordingEvent event = new RecordingEvent(end.wall(), RecordingEvent.Kind.SAMPLES_LOST, text);
            all.add(new Happening(event, true, end.placement()));
        }
        return all;
    }

    Head head() {
        return head;
    }

    /** How much work a step is, in values. */
    int values() {
        return Math.max(1, live.rows().values());
    }

    /** @return false when it is done, and the segment sealed */
    boolean step() throws IOException {
        if (!begun) {
            begun = true;
            keys();
            descriptions();
            events();
            host();
            return true;
        }
        if (metrics.hasNext()) {
            column(metrics.next());
            return true;
        }
        keys();
        sink.commit();
        return false;
    }

    /** That it has written until now. */
    long bytes() {
        return sink.bytes();
    }

    private void keys() throws IOException {
        plain.clear();
        head.encode(plain);
        sink.add(ChunkKind.INDEX, 0, plain);

        int samples = head.samples();
        long[] times = Arrays.copyOf(live.wall(), 2 * samples);
        System.arraycopy(live.boot(), 0, times, samples, samples);
        begin();
        ColumnCodec.encodeRows(plain, times, new int[] {samples, samples}, 2);
        end(ChunkKind.TIMES, 0);

        begin();
        live.rows().encode(plain);
        end(ChunkKind.ROWS, 0);
    }

    private void begin() {
        plain.clear();
        packing.begin(packed);
    }

    private void end(int kind, int number) throws IOException {
        packing.end(plain);
        sink.add(kind, number, packed);
    }

    private void descriptions() throws IOException {
        int processes = live.rows().processes();
        begin();
        for (int i = 0; i < processes; i++) {
            plain.varint(live.descriptionLength(i));
        }
        Bytes one = new Bytes(1024);
        for (int i = 0; i < processes; i++) {
            if (live.description(i, one)) {
                plain.bytes(one.array(), 0, one.size());
                packing.addIfLarge(plain);
            }
        }
        end(ChunkKind.DESCRIPTIONS, 0);
    }

    private void events() throws IOException {
        if (!events.isEmpty()) {
            begin();
            Happening.encode(plain, events);
            end(ChunkKind.EVENTS, 0);
        }
    }

    private void host() throws IOException {
        List<String> keys = live.hostKeys();
        begin();
        plain.varint(keys.size());
        keys.forEach(plain::text);
        live.host(values);
        int[] lengths = new int[keys.size()];
        Arrays.fill(lengths, head.samples());
        ColumnCodec.encodeRows(plain, values, lengths, keys.size());
        end(ChunkKind.HOST, 0);
    }

    private void column(int metric) throws IOException {
        Rows rows = live.rows();
        live.column(metric, values);
        int from = 0;
        while (from < rows.rows()) {
            int to = from;
            int count = 0;
            while (to < rows.rows() && count < PART_VALUES) {
                count += rows.length(to++);
            }
            begin();
            plain.varint(from);
            plain.varint(to - from);
            ColumnCodec.encodeRows(plain, values, rows.offset(from), rows.lengths(), from, to);
            end(ChunkKind.COLUMN, metric);
            from = to;
        }
    }

    /** Without a {@link #step} that was the last one, nothing remains of it. */
    @Override
    public void close() {
        live.close();
        sink.close();
        packing.close();
    }
}
