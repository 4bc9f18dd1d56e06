package io.culprit.kernel.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The bytes of an ELF file, wherever they are. */
interface ElfBytes extends AutoCloseable {
    long size();

    /** As many of the wanted bytes as there are, little-endian; none where the file cannot be read there. */
    ByteBuffer read(long offset, int length);

    @Override
    void close();

    static ElfBytes of(byte[] image) {
        return new ElfBytes() {
            @Override
            public long size() {
                return image.length;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                if (offset < 0 || offset >= image.length || length <= 0) {
                    return ByteBuffer.allocate(0);
                }
                int n = (int) Math.min(length, image.length - offset);
                return ByteBuffer.wrap(image, (int) offset, n).slice().order(ByteOrder.LITTLE_ENDIAN);
            }

            @Override
            public void close() {}
        };
    }

    static ElfBytes of(FileChannel file, long size) {
        return new ElfBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                if (offset < 0 || offset >= size || length <= 0) {
                    return ByteBuffer.allocate(0);
                }
                ByteBuffer b = ByteBuffer.allocate((int) Math.min(length, size - offset))
                        .order(ByteOrder.LITTLE_ENDIAN);
                try {
                    while (b.hasRemaining()) {
                        int n = file.read(b, offset + b.position());
                        if (n <= 0) {
                            break;
                        }
                    }
                } catch (IOException e) {
                    // A file that fails or was cut short has fewer bytes: what was read counts.
                }
                return b.flip();
            }

            @Override
            public void close() {
                try {
                    file.close();
                } catch (IOException e) {
                    // Nothing was written, nothing can be lost.
                }
            }
        };
    }
}
