package io.culprit.record.store;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The file of the live segment: a commit is one fdatasync, and what fails is cut off again. */
final class LiveFile implements ChunkSink {
    private final FileChannel channel;
    private final Transfer transfer;
    private final long base;
    private final boolean durable;
    private final Bytes head = new Bytes(Framing.HEAD_BYTES);
    private long committed;
    private long at;

    /** @param base see {@link Framing#base} */
    LiveFile(FileChannel channel, long committed, long base, Transfer transfer, boolean durable) {
        this.channel = channel;
        this.base = base;
        this.transfer = transfer;
        this.durable = durable;
        this.committed = committed;
        at = committed;
    }

    @Override
    public void add(int kind, int number, Bytes payload) throws IOException {
        int checksum = Framing.checksum(payload.array(), 0, payload.size());
        head.clear();
        Framing.head(head, base + at, kind, number, payload.size(), checksum);
        transfer.write(channel, at, head.array(), 0, head.size());
        transfer.write(channel, at + head.size(), payload.array(), 0, payload.size());
        at += head.size() + payload.size();
    }

    @Override
    public void commit() throws IOException {
        if (durable) {
            channel.force(false);
        }
        committed = at;
    }

    @Override
    public void rollback() {
        at = committed;
        try {
            channel.truncate(committed);
        } catch (IOException e) {
            // A reader skips what stays behind, and the next sample is written over it.
        }
    }

    @Override
    public long bytes() {
        return at;
    }

    @Override
    public void close() {
        Closing.quietly(channel);
    }
}
