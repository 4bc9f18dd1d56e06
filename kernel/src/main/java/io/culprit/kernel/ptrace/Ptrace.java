package io.culprit.kernel.ptrace;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The requests of ptrace(2) that we use, for one thread: the kernel accepts them from the thread alone that seized.
 *
 * <p>PTRACE_O_EXITKILL is never set. When our thread ends, however it ends, the kernel lets all its tracees go and run on.
 */
final class Ptrace implements AutoCloseable {
    /** A system call's stop is told apart from a real SIGTRAP by this bit (PTRACE_O_TRACESYSGOOD). */
    static final int SYSCALL_STOP = 5 | 0x80;

    static final int EVENT_STOP = 128;

    private static final int SYSCALL = 24;
    private static final int DETACH = 17;
    private static final int SEIZE = 0x4206;
    private static final int INTERRUPT = 0x4207;
    private static final int LISTEN = 0x4208;
    private static final int GET_SYSCALL_INFO = 0x420e;

    private static final int OPTION_SYSGOOD = 1;
    private static final int OPTION_CLONE = 8;

    private static final long WNOHANG = 1;
    private static final long WALL = 0x40000000L;
    /** Not the children of other threads: the JVM waits for those itself. */
    private static final long WNOTHREAD = 0x20000000L;

    private static final int INFO_BYTES = 88;
    private static final int ENTRY = 1;
    private static final int EXIT = 2;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment status = arena.allocate(8, 8);
    private final MemorySegment info = arena.allocate(INFO_BYTES, 8);
    private final int number = Arch.current().ptrace();

    /** @return 0 or {@code -errno} */
    long seize(int tid) {
        return Sys.call(number, SEIZE, tid, 0, OPTION_SYSGOOD | OPTION_CLONE);
    }

    void interrupt(int tid) {
        Sys.call(number, INTERRUPT, tid, 0, 0);
    }

    /** Lets a stopped thread run to its next call, and gives it the signal that it stopped for, 0 for none. */
    void resume(int tid, int signal) {
        Sys.call(number, SYSCALL, tid, 0, signal);
    }

    /** Leaves a thread stopped that SIGSTOP and its like stopped, and waits for SIGCONT. */
    void listen(int tid) {
        Sys.call(number, LISTEN, tid, 0, 0);
    }

    /** @return whether it is free now; only a stopped thread can be let go */
    boolean detach(int tid, int signal) {
        long result = Sys.call(number, DETACH, tid, 0, signal);
        return result == 0;
    }

    /** @return a thread whose state changed, told by {@link #stopped} and the others; 0 for none, or {@code -errno} */
    int poll() {
        return (int) Sys.call(Arch.current().wait4(), -1, status.address(), WNOHANG | WALL | WNOTHREAD, 0);
    }

    boolean stopped() {
        return (word() & 0xff) == 0x7f;
    }

    int stopSignal() {
        return word() >> 8 & 0xff;
    }

    int event() {
        return word() >>> 16;
    }

    private int word() {
        return status.get(ValueLayout.JAVA_INT, 0);
    }

    /** What a thread in a syscall stop is about to do or has done; false when the kernel does not tell (before 5.3). */
    boolean readCall(int tid) {
        return Sys.call(number, GET_SYSCALL_INFO, tid, INFO_BYTES, info.address()) > 0;
    }

    boolean entry() {
        return info.get(ValueLayout.JAVA_BYTE, 0) == ENTRY;
    }

    boolean exit() {
        return info.get(ValueLayout.JAVA_BYTE, 0) == EXIT;
    }

    int callNumber() {
        return (int) info.get(ValueLayout.JAVA_LONG, 24);
    }

    long firstArgument() {
        return info.get(ValueLayout.JAVA_LONG, 32);
    }

    /** Of an exit: 0 for success. */
    int errno() {
        boolean failed = info.get(ValueLayout.JAVA_BYTE, 32) != 0;
        return failed ? (int) -info.get(ValueLayout.JAVA_LONG, 24) : 0;
    }

    static String words(long result) {
        int errno = (int) -result;
        return "ptrace(2) refused: " + Errno.words(errno)
                + switch (errno) {
                    case Errno.EPERM ->
                        ": needs root or CAP_SYS_PTRACE, or the same user and kernel.yama.ptrace_scope 0; or a debugger"
                                + " holds it already (TracerPid in /proc/PID/status)";
                    default -> "";
                };
    }

    @Override
    public void close() {
        arena.close();
    }
}
