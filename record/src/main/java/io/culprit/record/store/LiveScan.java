package io.culprit.record.store;

import io.culprit.model.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Goes through a live segment once: proves every block, and notes who is at which place in it. Keeps no values: those of one
 * metric are fetched when they are wanted.
 */
final class LiveScan {
    private final ChunkSource source;
    private final Damage damage;
    private final Bytes payload = new Bytes(64 << 10);
    private final Block.Table table = new Block.Table();

    final Rows rows = new Rows();
    private final ProcessIndex index = new ProcessIndex(rows);
    private int[] rowOfProcess = new int[0];
    private int[] lastSample = new int[0];

    /** Blocks that hold a sample. */
    final List<Chunk> samples = new ArrayList<>();

    long[] wall = new long[64];
    long[] boot = new long[64];
    /** Rows of each sample, and after all of them the total: where its part of {@link #rowAt} begins. */
    int[] began = new int[64];

    /** Of {@link #rows}, sample after sample. */
    int[] rowAt = new int[1024];

    private int values;

    /** Where the newest description of a process is: which block, and which bytes of it. */
    final List<Chunk> describing = new ArrayList<>();

    int[] describedIn = new int[0];
    int[] describedAt = new int[0];
    int[] describedLength = new int[0];

    final Map<String, Integer> hostKeys = new LinkedHashMap<>();
    final List<Happening> events = new ArrayList<>();
    final TreeSet<Integer> metrics = new TreeSet<>();
    Origin origin = new Origin("", "", "");
    /** Samples that were written and cannot be read, as far as the numbers of the blocks tell. */
    int lost;
    /** Blocks that are sound; the next one has this number. */
    int nextNumber;
    /** Behind the last sound block: what follows is no part of the recording. */
    long end;

    LiveScan(ChunkSource source, Damage damage) {
        this.source = source;
        this.damage = damage;
    }

    void run() throws IOException {
        List<Chunk> chunks = source.chunks();
        end = FileChunks.MAGIC_BYTES;
        for (Chunk chunk : chunks) {
            if (chunk.kind() != ChunkKind.HEADER && chunk.kind() != ChunkKind.BLOCK) {
                end = chunk.position() + chunk.length();
                continue;
            }
            if (!source.read(chunk, payload)) {
                damage.add(source.name(), chunk.position(), "the checksum of a block does not fit; it is left out");
                continue;
            }
            try {
                if (chunk.kind() == ChunkKind.HEADER) {
                    origin = Head.decode(new Input(payload.array(), 0, payload.size()))
                            .origin();
                } else {
                    block(chunk);
                }
            } catch (Malformed e) {
                damage.add(source.name(), chunk.position(), e.getMessage());
            }
            end = chunk.position() + chunk.length();
        }
        began = Arrays.copyOf(began, samples.size() + 1);
        began[samples.size()] = values;
        rows.place();
    }

    private void block(Chunk chunk) {
        table.read(payload.array(), payload.size(), payload.size());
        int missing = (chunk.number() - nextNumber) & 0xFFFF;
        lost += missing;
        nextNumber = (chunk.number() + 1) & 0xFFFF;
        if (table.find(Block.TIME) >= 0) {
            sample(chunk);
        }
        if (table.find(Block.DESCRIPTIONS) >= 0) {
            descriptions(chunk);
        }
        int found = table.find(Block.EVENTS);
        if (found >= 0) {
            events.addAll(Happening.decode(section(found)));
        }
    }

    private Input section(int found) {
        int offset = table.offset(found);
        return new Input(payload.array(), offset, offset + table.length(found));
    }

    private void sample(Chunk chunk) {
        Input time = section(table.find(Block.TIME));
        String bootId = time.text();
        long atWall = time.signed();
        long atBoot = time.signed();
        int count = time.count(Head.MAX_VALUES - values);
        if (!origin.bootId().equals(bootId)) {
            origin = new Origin(origin.host(), bootId, origin.toolVersion());
        }
        long[] pids = new long[count];
        long[] starts = new long[count];
        if (count > 0) {
            ColumnCodec.decode(section(need(Block.ROWS)), pids, count);
            ColumnCodec.decode(section(need(Block.STARTS)), starts, count);
        }
        int sample = samples.size();
        grow(sample, count);
        samples.add(chunk);
        wall[sample] = atWall;
        boot[sample] = atBoot;
        began[sample] = values;
        for (int i = 0; i < count; i++) {
            rowAt[values++] = row((int) pids[i], starts[i], sample);
        }
        for (int i = 0; i < table.sections(); i++) {
            if (table.tag(i) > Block.COLUMN) {
                metrics.add(table.tag(i) - Block.COLUMN);
            }
        }
        int host = table.find(Block.HOST);
        if (host >= 0) {
            Input in = section(host);
            int keys = in.count(in.left());
            for (int i = 0; i < keys; i++) {
                hostKeys.putIfAbsent(in.text(), hostKeys.size());
            }
        }
    }

    private int need(int tag) {
        int found = table.find(tag);
        if (found < 0) {
            throw new Malformed("a block without its section " + tag);
        }
        return found;
    }

    /** @return -1 for a process that is in this sample already */
    private int row(int pid, long start, int sample) {
        int process = index.of(pid, start);
        room();
        if (rowOfProcess[process] >= 0) {
            if (lastSample[process] == sample) {
                return -1;
            }
            if (lastSample[process] == sample - 1) {
                lastSample[process] = sample;
                rows.lengthen(rowOfProcess[process]);
                return rowOfProcess[process];
            }
        }
        lastSample[process] = sample;
        rowOfProcess[process] = rows.addRow(process, sample);
        return rowOfProcess[process];
    }

    private void descriptions(Chunk chunk) {
        Input in = section(table.find(Block.DESCRIPTIONS));
        int count = in.count(in.left());
        describing.add(chunk);
        for (int i = 0; i < count; i++) {
            int process = index.of((int) in.signed(), in.signed());
            room();
            int length = in.count(in.left());
            describedIn[process] = describing.size() - 1;
            describedAt[process] = in.position();
            describedLength[process] = length;
            rows.mark(process, Described.mark(payload.array(), in.position(), length));
            in.part(length);
        }
    }

    private void room() {
        int old = rowOfProcess.length;
        if (rows.processes() > old) {
            int capacity = Math.max(512, 2 * old);
            rowOfProcess = Arrays.copyOf(rowOfProcess, capacity);
            lastSample = Arrays.copyOf(lastSample, capacity);
            describedIn = Arrays.copyOf(describedIn, capacity);
            describedAt = Arrays.copyOf(describedAt, capacity);
            describedLength = Arrays.copyOf(describedLength, capacity);
            Arrays.fill(rowOfProcess, old, capacity, -1);
        }
    }

    private void grow(int sample, int count) {
        if (sample == wall.length) {
            wall = Arrays.copyOf(wall, 2 * sample);
            boot = Arrays.copyOf(boot, 2 * sample);
            began = Arrays.copyOf(began, 2 * sample);
        }
        if (rowAt.length - values < count) {
            rowAt = Arrays.copyOf(rowAt, Math.max(rowAt.length + (rowAt.length >> 1), values + count));
        }
    }

    /** The boot that its samples are of; of a segment without any, its first chunk's. */
    ProcessId id(int process) {
        return new ProcessId(origin.bootId(), rows.pid(process), rows.start(process));
    }
}
