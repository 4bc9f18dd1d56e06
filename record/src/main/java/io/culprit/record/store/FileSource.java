package io.culprit.record.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A segment's file. Where no head is, it looks for the next one, so that damage costs the damaged chunk alone. */
final class FileSource implements ChunkSource {
    private static final int WINDOW_BYTES = 64 << 10;

    private final String name;
    private final Chunks.Segment segment;
    private final long base;
    private final FileChannel channel;
    private final Transfer transfer;
    private final long size;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private boolean walked;

    FileSource(Path file, Chunks.Segment segment, Transfer transfer) throws IOException {
        this.name = file.getFileName().toString();
        this.segment = segment;
        this.base = Framing.base(segment);
        this.transfer = transfer;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return segment.live();
    }

    @Override
    public long bytes() {
        return size;
    }

    @Override
    public List<Chunk> chunks() throws IOException {
        walk();
        return chunks;
    }

    @Override
    public List<Gap> gaps() throws IOException {
        walk();
        return gaps;
    }

    private void walk() throws IOException {
        if (walked) {
            return;
        }
        byte[] head = new byte[Framing.HEAD_BYTES];
        byte[] window = new byte[0];
        long gap = -1;
        long at = FileChunks.MAGIC_BYTES;
        while (at + Framing.HEAD_BYTES <= size) {
            transfer.read(channel, at, head, 0, head.length);
            if (Framing.isHead(head, 0, base + at)) {
                Chunk chunk = Framing.chunk(head, 0, at);
                if (chunk.position() + chunk.length() <= size) {
                    if (gap >= 0) {
                        gaps.add(new Gap(gap, at - gap, false));
                        gap = -1;
                    }
                    chunks.add(chunk);
                    at = chunk.position() + chunk.length();
                    continue;
                }
            }
            gap = gap < 0 ? at : gap;
            window = window.length == 0 ? new byte[WINDOW_BYTES] : window;
            at = next(at + 1, window);
        }
        long end = gap >= 0 ? gap : Math.min(at, size);
        if (end < size || size < FileChunks.MAGIC_BYTES) {
            gaps.add(new Gap(Math.min(end, size), size - Math.min(end, size), true));
        }
        walked = true;
    }

    /** @return where the next head is, or the end of the file */
    private long next(long from, byte[] window) throws IOException {
        for (long at = from; at + Framing.HEAD_BYTES <= size; ) {
            int length = (int) Math.min(window.length, size - at);
            transfer.read(channel, at, window, 0, length);
            int last = length - Framing.HEAD_BYTES;
            for (int i = 0; i <= last; i++) {
                if (window[i] == Framing.FIRST_OF_MARKER && Framing.isHead(window, i, base + at + i)) {
                    return at + i;
                }
            }
            at += last + 1;
        }
        return size;
    }

    @Override
    public boolean read(Chunk chunk, Bytes into) throws IOException {
        into.clear();
        into.resize(chunk.length());
        try {
            transfer.read(channel, chunk.position(), into.array(), 0, chunk.length());
        } catch (EOFException e) {
            return false;
        }
        return Framing.checksum(into.array(), 0, chunk.length()) == chunk.checksum();
    }

    @Override
    public void slice(Chunk chunk, int from, int length, Bytes into) throws IOException {
        into.clear();
        into.resize(length);
        transfer.read(channel, chunk.position() + from, into.array(), 0, length);
    }

    @Override
    public void close() {
        Closing.quietly(channel);
    }
}
