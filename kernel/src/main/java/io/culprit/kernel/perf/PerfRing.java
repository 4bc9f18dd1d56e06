package io.culprit.kernel.perf;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The memory that the kernel writes samples into: one page of {@code struct perf_event_mmap_page}, then a power of two of
 * pages. The kernel moves the head, we the tail; what it cannot fit it counts and tells when there is room again.
 *
 * <p>Records are copied out before they are read: a record may go over the edge, and room is given back the sooner.
 */
final class PerfRing {
    private static final long HEAD_OFFSET = 1024;
    private static final long TAIL_OFFSET = 1032;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    /** Holds several of the largest record (64 KiB), and stays in the processor's cache. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;
    private final long dataOffset;
    private final long dataBytes;
    private final RingRecords records = new RingRecords();
    private long tail;
    private long unreadable;

    private PerfRing(MemorySegment memory, long dataOffset) {
        this.memory = memory;
        this.dataOffset = dataOffset;
        this.dataBytes = memory.byteSize() - dataOffset;
    }

    /** A copy buffer for {@link #drain}, which the rings of one thread share. */
    static byte[] chunk() {
        return new byte[CHUNK_BYTES];
    }

    /**
     * Maps the ring of an event; half the size, and half again, where the kernel grants no more locked memory.
     *
     * @param dataBytes wanted; rounded down to a power of two of pages, at least one
     */
    static Read<PerfRing> map(int fd, long dataBytes) {
        int page = PageSize.BYTES;
        long data = Math.max(page, Long.highestOneBit(dataBytes));
        while (true) {
            long address = Sys.call(Arch.current().mmap(), 0, page + data, PROT_READ_WRITE, MAP_SHARED, fd, 0);
            // Addresses of user space are positive.
            if (address > 0) {
                return Read.ok(new PerfRing(MemorySegment.ofAddress(address).reinterpret(page + data), page));
            }
            int errno = (int) -address;
            if (data == page || (errno != Errno.EPERM && errno != Errno.ENOMEM)) {
                return Read.refused("map the ring of a perf event", errno);
            }
            data /= 2;
        }
    }

    long bytes() {
        return memory.byteSize();
    }

    /** @return bytes taken out */
    long drain(byte[] chunk, SampleSink sink) {
        long head = (long) LONG.getAcquire(memory, HEAD_OFFSET);
        long before = tail;
        while (tail < head) {
            int length = (int) Math.min(chunk.length, head - tail);
            long from = tail & (dataBytes - 1);
            int first = (int) Math.min(length, dataBytes - from);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, dataOffset + from, chunk, 0, first);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, dataOffset, chunk, first, length - first);
            int taken = records.take(chunk, length, sink);
            if (taken <= 0) {
                unreadable++;
                tail = head;
            } else {
                tail += taken;
            }
            LONG.setRelease(memory, TAIL_OFFSET, tail);
        }
        return tail - before;
    }

    /** Samples lost, and stretches that made no sense. */
    long lost() {
        return records.lost() + unreadable;
    }

    void unmap() {
        Sys.call(Arch.current().munmap(), memory.address(), memory.byteSize(), 0);
    }
}
