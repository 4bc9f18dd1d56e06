package io.culprit.kernel.syscalls;

import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Whether a program is of 32 bits: those number their system calls by another table. */
public final class ElfHead {
    private static final int BYTES = 5;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int CLASS_32 = 1;

    private ElfHead() {}

    /** By the class in the head of the executable (elf(5)); false when it cannot be read. */
    public static boolean of32Bits(int pid) {
        int fd = Sys.open("/proc/" + pid + "/exe", Sys.O_RDONLY | Sys.O_NONBLOCK);
        if (fd < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment head = arena.allocate(BYTES);
            return Sys.read(fd, head) == BYTES && of32Bits(head.toArray(ValueLayout.JAVA_BYTE));
        } finally {
            Sys.close(fd);
        }
    }

    static boolean of32Bits(byte[] head) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (head.length < BYTES || head[i] != MAGIC[i]) {
                return false;
            }
        }
        return head[MAGIC.length] == CLASS_32;
    }
}
