package io.culprit.kernel.fd;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * kcmp(2): whether two descriptors are one open file description. The only proof for epolls, eventfds and timers, which all
 * have the same inode. Needs the right to read both processes (PTRACE_MODE_READ_REALCREDS).
 */
public final class Kcmp {
    private static final int KCMP_FILE = 0;
    private static final int KCMP_EPOLL_TFD = 7;
    private static final int SLOT_WORDS = 3;

    private Kcmp() {}

    public static Read<Boolean> sameFile(int pid, int fd, int otherPid, int otherFd) {
        return result(Sys.call(Arch.current().kcmp(), pid, otherPid, KCMP_FILE, fd, otherFd, 0), pid, otherPid);
    }

    /**
     * Whether the descriptor {@code fd} is still what the epoll watches under that number: a watch outlives the descriptor when
     * somebody else holds the file.
     *
     * @param nth of the watches with that number, from 0
     */
    public static Read<Boolean> watches(int pid, int epoll, int fd, int nth) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment slot = arena.allocate(ValueLayout.JAVA_INT, SLOT_WORDS);
            slot.setAtIndex(ValueLayout.JAVA_INT, 0, epoll);
            slot.setAtIndex(ValueLayout.JAVA_INT, 1, fd);
            slot.setAtIndex(ValueLayout.JAVA_INT, 2, nth);
            return result(Sys.call(Arch.current().kcmp(), pid, pid, KCMP_EPOLL_TFD, fd, slot.address(), 0), pid, pid);
        }
    }

    private static Read<Boolean> result(long result, int pid, int otherPid) {
        return result < 0
                ? Read.refused("kcmp of processes " + pid + " and " + otherPid, (int) -result)
                : Read.ok(result == 0);
    }
}
