package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes that can be read at any place, a piece at a time: the kernel's type information is too large to keep for a moment. */
interface ByteSource {

    /**
     * Reads from a place on.
     *
     * @return how many bytes came, fewer than wanted only at the end, or {@code -errno}
     */
    int read(long at, byte[] into, int wanted);

    /** An open file, by pread(2). */
    final class File implements ByteSource, AutoCloseable {
        private static final int PREAD =
                SyscallTable.current().number("pread64").orElseThrow();
        private static final int CHUNK_BYTES = 64 << 10;

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
        private final int fd;

        File(int fd) {
            this.fd = fd;
        }

        @Override
        public int read(long at, byte[] into, int wanted) {
            int length = 0;
            while (length < wanted) {
                long n = Sys.call(PREAD, fd, chunk.address(), Math.min(CHUNK_BYTES, wanted - length), at + length);
                if (n == -Errno.EINTR) {
                    continue;
                }
                if (n < 0) {
                    return (int) n;
                }
                if (n == 0) {
                    break;
                }
                MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, into, length, (int) n);
                length += (int) n;
            }
            return length;
        }

        @Override
        public void close() {
            Sys.close(fd);
            arena.close();
        }
    }
}
