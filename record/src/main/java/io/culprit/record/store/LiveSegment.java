package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A segment as it was appended: a block for each sample. Fetches the parts of one metric from all blocks. */
final class LiveSegment implements Segment {
    private final ChunkSource source;
    private final Damage damage;
    private final LiveScan scan;
    private final Head head;
    private final Block.Table table = new Block.Table();
    private final Bytes bytes = new Bytes(4096);
    private long[] values = new long[1024];

    private LiveSegment(ChunkSource source, Damage damage, LiveScan scan) {
        this.source = source;
        this.damage = damage;
        this.scan = scan;
        int samples = scan.samples.size();
        head = new Head(
                scan.origin,
                samples,
                scan.rows.values(),
                samples == 0 ? Head.Moment.NONE : new Head.Moment(scan.wall[0], scan.boot[0]),
                samples == 0 ? Head.Moment.NONE : new Head.Moment(scan.wall[samples - 1], scan.boot[samples - 1]),
                scan.events.size(),
                List.copyOf(scan.metrics));
    }

    /** Reads all of it once. */
    static LiveSegment open(ChunkSource source, Damage damage) throws IOException {
        LiveScan scan = new LiveScan(source, damage);
        scan.run();
        return new LiveSegment(source, damage, scan);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public long[] wall() {
        return scan.wall;
    }

    @Override
    public long[] boot() {
        return scan.boot;
    }

    @Override
    public Rows rows() {
        return scan.rows;
    }

    int lost() {
        return scan.lost;
    }

    int nextNumber() {
        return scan.nextNumber;
    }

    long end() {
        return scan.end;
    }

    @Override
    public void column(int metric, long[] into) throws IOException {
        Rows rows = scan.rows;
        for (int sample = 0; sample < scan.samples.size(); sample++) {
            int from = scan.began[sample];
            int count = scan.began[sample + 1] - from;
            if (values.length < count) {
                values = new long[count + (count >> 1)];
            }
            if (!decode(scan.samples.get(sample), metric, count)) {
                Arrays.fill(values, 0, count, ProcessMetric.UNKNOWN);
            }
            for (int i = 0; i < count; i++) {
                int row = scan.rowAt[from + i];
                if (row >= 0) {
                    into[rows.offset(row) + sample - rows.first(row)] = values[i];
                }
            }
        }
    }

    private boolean decode(Chunk chunk, int metric, int count) throws IOException {
        try {
            if (section(chunk, Block.COLUMN + metric)) {
                ColumnCodec.decodeEach(new Input(bytes.array(), 0, bytes.size()), values, count);
                return true;
            }
        } catch (Malformed e) {
            damage.add(source.name(), chunk.position(), "metric " + metric + " of a sample: " + e.getMessage());
        }
        return false;
    }

    private boolean section(Chunk chunk, int tag) throws IOException {
        source.slice(chunk, 0, Math.min(Block.MAX_TABLE_BYTES, chunk.length()), bytes);
        table.read(bytes.array(), bytes.size(), chunk.length());
        int found = table.find(tag);
        if (found < 0) {
            return false;
        }
        source.slice(chunk, table.offset(found), table.length(found), bytes);
        return true;
    }

    @Override
    public Optional<RecordedProcess> process(int index, long placement) throws IOException {
        return description(index, bytes)
                ? Optional.of(Described.decode(new Input(bytes.array(), 0, bytes.size()), scan.id(index), placement))
                : Optional.empty();
    }

    @Override
    public boolean description(int index, Bytes into) throws IOException {
        if (scan.rows.mark(index) == 0) {
            return false;
        }
        Chunk chunk = scan.describing.get(scan.describedIn[index]);
        source.slice(chunk, scan.describedAt[index], scan.describedLength[index], into);
        return true;
    }

    @Override
    public List<String> hostKeys() {
        return List.copyOf(scan.hostKeys.keySet());
    }

    @Override
    public void host(long[] into) throws IOException {
        int samples = scan.samples.size();
        Arrays.fill(into, 0, samples * scan.hostKeys.size(), ProcessMetric.UNKNOWN);
        for (int sample = 0; sample < samples; sample++) {
            if (!section(scan.samples.get(sample), Block.HOST)) {
                continue;
            }
            Input in = new Input(bytes.array(), 0, bytes.size());
            int count = in.count(in.left());
            int[] at = new int[count];
            for (int i = 0; i < count; i++) {
                at[i] = scan.hostKeys.getOrDefault(in.text(), -1);
            }
            for (int i = 0; i < count; i++) {
                long value = in.signed();
                if (at[i] >= 0) {
                    into[at[i] * samples + sample] = value;
                }
            }
        }
    }

    @Override
    public List<Happening> events() {
        return scan.events;
    }

    @Override
    public void close() {
        source.close();
    }
}
