package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * syscall(2) for all: one downcall with six machine words serves every call that we make.
 *
 * <p>Errors come back as the kernel gives them, {@code -errno}, so that no caller forgets to fetch errno. Pointers are passed
 * as addresses: the caller keeps the segment alive until the call returns.
 */
public final class Sys {
    public static final int O_RDONLY = 0;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    /** Same on x86; arm64 differs (0x4000). */
    public static final int O_DIRECTORY = Arch.current().equals(Arch.AARCH64) ? 0x4000 : 0x10000;

    public static final int AT_FDCWD = -100;

    private static final boolean ARM = Arch.current().equals(Arch.AARCH64);
    private static final int PREAD64 = ARM ? 67 : 17;
    private static final int LSEEK = ARM ? 62 : 8;

    private static final int WORDS = 6;
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    /** On Linux errno is all there is in it; to ask for its path costs 5 ms of every start. */
    private static final long ERRNO_AT =
            STATE.byteSize() == Integer.BYTES ? 0 : STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = bind();
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private Sys() {}

    /** Not as the variadic function that it is in C: words are passed alike there, and binding takes 8 ms less of every start. */
    private static MethodHandle bind() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"));
    }

    /** @return what the kernel returned, or {@code -errno} */
    public static long call(int number, long a, long b, long c, long d, long e, long f) {
        MemorySegment capture = CAPTURE.get();
        try {
            long result = (long) SYSCALL.invokeExact(capture, (long) number, a, b, c, d, e, f);
            return result == -1 ? -capture.get(ValueLayout.JAVA_INT, ERRNO_AT) : result;
        } catch (Throwable t) {
            throw new LinkageError("syscall " + number + " with " + WORDS + " words could not be made", t);
        }
    }

    public static long call(int number, long a, long b, long c, long d) {
        return call(number, a, b, c, d, 0, 0);
    }

    public static long call(int number, long a, long b, long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    public static long call(int number, long a) {
        return call(number, a, 0, 0, 0, 0, 0);
    }

    /** openat(2). @return a descriptor, or {@code -errno} */
    public static int open(int directory, MemorySegment path, int flags) {
        return (int) call(Arch.current().openat(), directory, path.address(), flags | O_CLOEXEC, 0);
    }

    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return open(AT_FDCWD, arena.allocateFrom(path), flags);
        }
    }

    /** read(2), again after EINTR. @return bytes, 0 at the end, or {@code -errno} */
    public static long read(int fd, MemorySegment buffer) {
        long n;
        do {
            n = call(Arch.current().read(), fd, buffer.address(), buffer.byteSize());
        } while (n == -Errno.EINTR);
        return n;
    }

    /** pread(2), again after EINTR; a file of /proc is made anew by a read from its begin. @return as {@link #read} */
    public static long pread(int fd, MemorySegment buffer, long from) {
        long n;
        do {
            n = call(PREAD64, fd, buffer.address(), buffer.byteSize(), from);
        } while (n == -Errno.EINTR);
        return n;
    }

    /** lseek(2) from the begin. @return where it stands, or {@code -errno} */
    public static long seek(int fd, long to) {
        return call(LSEEK, fd, to, 0);
    }

    public static void close(int fd) {
        call(Arch.current().close(), fd);
    }
}
