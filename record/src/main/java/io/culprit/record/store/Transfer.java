package io.culprit.record.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads and writes at places of a file through one small direct buffer; Java would keep one as large as the largest request. */
final class Transfer {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    void read(FileChannel from, long position, byte[] into, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            buffer.clear().limit(Math.min(BUFFER_BYTES, length - done));
            int got = from.read(buffer, position + done);
            if (got < 0) {
                throw new EOFException("ends at byte " + (position + done));
            }
            buffer.flip().get(into, at + done, got);
            done += got;
        }
    }

    void write(FileChannel to, long position, byte[] from, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(BUFFER_BYTES, length - done);
            buffer.clear().put(from, at + done, part).flip();
            while (buffer.hasRemaining()) {
                done += to.write(buffer, position + done);
            }
        }
    }
}
