package io.culprit.record.store;

import io.culprit.model.ProcessId;
import java.io.IOException;
import java.util.List;

/** Turns a frame into the chunks of a live segment. */
final class BlockEncoder {
    /** At the begin of a segment all processes are described: in parts, so that no buffer grows to the whole. */
    private static final int DESCRIPTIONS_BYTES = 64 << 10;

    private final Handles handles;
    private final String bootId;
    private final Bytes payload = new Bytes(64 << 10);
    private final Block.Writer block = new Block.Writer(payload);
    private final Bytes descriptions = new Bytes(4096);
    private final Bytes one = new Bytes(1024);
    private long[] pids = new long[1024];
    private long[] starts = new long[1024];
    private int described;

    BlockEncoder(Handles handles, String bootId) {
        this.handles = handles;
        this.bootId = bootId;
    }

    /**
     * @param events that go with it
     * @return how many blocks it took
     */
    int encode(Frame frame, List<Happening> events, long segment, int number, ChunkSink sink) throws IOException {
        int blocks = 0;
        int rows = frame.rows();
        if (pids.length < rows) {
            pids = new long[rows + (rows >> 1)];
            starts = new long[pids.length];
        }
        begin();
        for (int row = 0; row < rows; row++) {
            int handle = frame.handle(row);
            ProcessId id = handles.process(handle).id();
            pids[row] = id.pid();
            starts[row] = id.startTicks();
            if (!handles.isDescribed(handle, segment)) {
                describe(handle, id, frame.wallMillis() - frame.bootMillis());
            }
            if (descriptions.size() > DESCRIPTIONS_BYTES) {
                block.begin();
                descriptions();
                sink.add(ChunkKind.BLOCK, number + blocks++ & 0xFFFF, payload);
                begin();
            }
        }
        block.begin();
        Block.time(block, frame, bootId);
        Block.rows(block, pids, starts, rows);
        if (described > 0) {
            descriptions();
        }
        if (!events.isEmpty()) {
            Block.events(block, events);
        }
        Block.host(block, frame);
        Block.columns(block, frame);
        sink.add(ChunkKind.BLOCK, number + blocks++ & 0xFFFF, payload);
        return blocks;
    }

    void encode(List<Happening> events, int number, ChunkSink sink) throws IOException {
        block.begin();
        Block.events(block, events);
        sink.add(ChunkKind.BLOCK, number & 0xFFFF, payload);
    }

    private void begin() {
        described = 0;
        descriptions.clear();
    }

    private void describe(int handle, ProcessId id, long placement) {
        one.clear();
        Described.encode(one, handles.process(handle), handles.placement(handle, placement));
        descriptions.signed(id.pid());
        descriptions.signed(id.startTicks());
        descriptions.varint(one.size());
        descriptions.bytes(one.array(), 0, one.size());
        described++;
    }

    private void descriptions() {
        Bytes out = block.section();
        out.varint(described);
        out.bytes(descriptions.array(), 0, descriptions.size());
        block.end(Block.DESCRIPTIONS);
    }
}
