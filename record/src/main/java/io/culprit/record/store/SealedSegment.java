package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A segment rewritten by metric. Reads a chunk when it is wanted; a damaged one costs what it holds and nothing else. */
final class SealedSegment implements Segment {
    private final ChunkSource source;
    private final Damage damage;
    private final Head head;
    private final Bytes packed;
    private final Bytes plain = new Bytes(4096);
    private final Packing packing = new Packing();
    private long @Nullable [] wall;
    private long @Nullable [] boot;
    private @Nullable Rows rows;
    private int @Nullable [] describedAt;
    private byte[] descriptions = new byte[0];
    private @Nullable List<String> hostKeys;
    private long[] hostValues = new long[0];

    private SealedSegment(ChunkSource source, Damage damage, Head head, Bytes packed) {
        this.source = source;
        this.damage = damage;
        this.head = head;
        this.packed = packed;
    }

    /** Reads its head alone. @throws Malformed when there is none */
    static SealedSegment open(ChunkSource source, Damage damage) throws IOException {
        Bytes bytes = new Bytes(4096);
        if (!find(source, damage, ChunkKind.INDEX, 0, bytes)) {
            throw new Malformed("has no sound index; its samples are left out");
        }
        return new SealedSegment(source, damage, Head.decode(new Input(bytes.array(), 0, bytes.size())), bytes);
    }

    /** Of a chunk that is stored twice the first sound one. */
    private static boolean find(ChunkSource source, Damage damage, int kind, int number, Bytes into)
            throws IOException {
        for (Chunk chunk : source.chunks()) {
            if (chunk.kind() == kind && chunk.number() == number) {
                if (source.read(chunk, into)) {
                    return true;
                }
                damage.add(source.name(), chunk.position(), "the checksum of " + words(kind, number) + " does not fit");
            }
        }
        return false;
    }

    private static String words(int kind, int number) {
        return switch (kind) {
            case ChunkKind.INDEX -> "the index";
            case ChunkKind.TIMES -> "the times";
            case ChunkKind.ROWS -> "the list of processes";
            case ChunkKind.DESCRIPTIONS -> "the descriptions of the processes";
            case ChunkKind.HOST -> "the host's values";
            case ChunkKind.EVENTS -> "the events";
            default -> ProcessMetric.of(number).map(ProcessMetric::name).orElse("metric " + number);
        };
    }

    private Optional<Input> chunk(int kind, int number) throws IOException {
        if (!find(source, damage, kind, number, packed)) {
            damage.add(name() + ": " + words(kind, number) + " cannot be read");
            return Optional.empty();
        }
        try {
            return Optional.of(packing.unpack(packed.array(), packed.size(), plain));
        } catch (Malformed e) {
            damage.add(name() + ": " + words(kind, number) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Input needed(int kind) throws IOException {
        return chunk(kind, 0).orElseThrow(() -> new Malformed("its samples are left out without " + words(kind, 0)));
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
    public long[] wall() throws IOException {
        if (wall == null) {
            times();
        }
        return wall == null ? new long[0] : wall;
    }

    @Override
    public long[] boot() throws IOException {
        if (boot == null) {
            times();
        }
        return boot == null ? new long[0] : boot;
    }

    private void times() throws IOException {
        Input in = needed(ChunkKind.TIMES);
        int[] both = {head.samples(), head.samples()};
        long[] times = new long[2 * head.samples()];
        ColumnCodec.decodeRows(in, times, both, 2);
        wall = Arrays.copyOf(times, head.samples());
        boot = Arrays.copyOfRange(times, head.samples(), times.length);
    }

    @Override
    public Rows rows() throws IOException {
        if (rows == null) {
            rows = Rows.decode(needed(ChunkKind.ROWS), head.samples());
        }
        return rows;
    }

    @Override
    public void column(int metric, long[] into) throws IOException {
        Rows all = rows();
        Arrays.fill(into, 0, all.values(), ProcessMetric.UNKNOWN);
        if (!head.metrics().contains(metric)) {
            return;
        }
        int found = 0;
        for (Chunk chunk : source.chunks()) {
            if (chunk.kind() == ChunkKind.COLUMN && chunk.number() == metric) {
                found += part(chunk, all, into);
            }
        }
        if (found < all.rows()) {
            damage.add(name() + ": " + words(ChunkKind.COLUMN, metric) + " is missing of " + (all.rows() - found)
                    + " of " + all.rows() + " processes");
        }
    }

    /** @return how many rows it had; none when it is damaged */
    private int part(Chunk chunk, Rows all, long[] into) throws IOException {
        if (!source.read(chunk, packed)) {
            return 0;
        }
        int from = 0;
        int rows = 0;
        try {
            Input in = packing.unpack(packed.array(), packed.size(), plain);
            from = in.count(all.rows());
            rows = in.count(all.rows() - from);
            if (rows > 0) {
                ColumnCodec.decodeRows(in, into, all.offset(from), all.lengths(), from, from + rows);
                in.end();
            }
            return rows;
        } catch (Malformed e) {
            damage.add(name(), chunk.position(), e.getMessage());
            for (int row = from; row < from + rows; row++) {
                Arrays.fill(into, all.offset(row), all.offset(row) + all.length(row), ProcessMetric.UNKNOWN);
            }
            return 0;
        }
    }

    @Override
    public Optional<RecordedProcess> process(int index, long placement) throws IOException {
        int[] at = described();
        int from = at[index];
        int end = at[index + 1];
        if (from == end) {
            return Optional.empty();
        }
        ProcessId id = new ProcessId(head.origin().bootId(), rows().pid(index), rows().start(index));
        try {
            return Optional.of(Described.decode(new Input(descriptions, from, end), id, placement));
        } catch (Malformed e) {
            damage.add(name() + ": the description of pid " + id.pid() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public boolean description(int index, Bytes into) throws IOException {
        int[] at = described();
        into.clear();
        into.bytes(descriptions, at[index], at[index + 1] - at[index]);
        return at[index] != at[index + 1];
    }

    /** Lengths of all, then all of them; a length of 0 for a process without one. */
    private int[] described() throws IOException {
        if (describedAt == null) {
            describedAt = new int[rows().processes() + 1];
            Optional<Input> in = chunk(ChunkKind.DESCRIPTIONS, 0);
            if (in.isPresent()) {
                try {
                    describedAt = placed(in.get(), rows().processes());
                } catch (Malformed e) {
                    damage.add(name() + ": " + words(ChunkKind.DESCRIPTIONS, 0) + ": " + e.getMessage());
                }
            }
        }
        return describedAt;
    }

    private int[] placed(Input in, int processes) {
        int[] at = new int[processes + 1];
        for (int i = 0; i < processes; i++) {
            at[i + 1] = at[i] + in.count(in.left() - at[i]);
        }
        if (in.left() != at[processes]) {
            throw new Malformed("hold " + in.left() + " bytes and not " + at[processes]);
        }
        descriptions = Arrays.copyOfRange(plain.array(), in.position(), in.position() + in.left());
        return at;
    }

    @Override
    public List<String> hostKeys() throws IOException {
        if (hostKeys == null) {
            hostKeys = List.of();
            Optional<Input> in = chunk(ChunkKind.HOST, 0);
            if (in.isPresent()) {
                try {
                    hostKeys = keys(in.get());
                } catch (Malformed e) {
                    damage.add(name() + ": " + words(ChunkKind.HOST, 0) + ": " + e.getMessage());
                }
            }
        }
        return hostKeys;
    }

    private List<String> keys(Input in) {
        int count = in.count(in.left());
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(in.text());
        }
        if ((long) count * head.samples() > Head.MAX_VALUES) {
            throw new Malformed(count + " keys of " + head.samples() + " samples");
        }
        hostValues = new long[count * head.samples()];
        int[] lengths = new int[count];
        Arrays.fill(lengths, head.samples());
        ColumnCodec.decodeRows(in, hostValues, lengths, count);
        return keys;
    }

    @Override
    public void host(long[] into) throws IOException {
        int values = hostKeys().size() * head.samples();
        System.arraycopy(hostValues, 0, into, 0, values);
    }

    @Override
    public List<Happening> events() throws IOException {
        Optional<Input> in = chunk(ChunkKind.EVENTS, 0);
        try {
            return in.isPresent() ? Happening.decode(in.get()) : List.of();
        } catch (Malformed e) {
            damage.add(name() + ": " + words(ChunkKind.EVENTS, 0) + ": " + e.getMessage());
            return List.of();
        }
    }

    @Override
    public void close() {
        packing.close();
        source.close();
    }
}
