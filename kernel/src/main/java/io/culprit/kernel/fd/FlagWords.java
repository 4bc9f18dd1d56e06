package io.culprit.kernel.fd;

import io.culprit.kernel.sys.Arch;
import java.util.ArrayList;
import java.util.List;

/** Bit masks of descriptors in the words of their manual pages: {@code O_*}, {@code EPOLL*}, {@code SIG*}. */
public final class FlagWords {
    private static final int ACCESS = 3;
    private static final String[] ACCESSES = {"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"};

    private record Bit(int mask, String name) {}

    /** Same on all architectures that we know (include/uapi/asm-generic/fcntl.h); {@code O_SYNC} holds {@code O_DSYNC}. */
    private static final List<Bit> COMMON = List.of(
            new Bit(02000, "O_APPEND"),
            new Bit(04000, "O_NONBLOCK"),
            new Bit(04010000, "O_SYNC"),
            new Bit(010000, "O_DSYNC"),
            new Bit(020000, "O_ASYNC"),
            new Bit(01000000, "O_NOATIME"),
            new Bit(02000000, "O_CLOEXEC"),
            new Bit(010000000, "O_PATH"),
            new Bit(020000000, "O_TMPFILE"));

    /** include/uapi/asm-generic/fcntl.h; arm64 swaps them in pairs (arch/arm64/include/uapi/asm/fcntl.h). */
    private static final List<Bit> X86 =
            List.of(new Bit(040000, "O_DIRECT"), new Bit(0200000, "O_DIRECTORY"), new Bit(0400000, "O_NOFOLLOW"));

    private static final List<Bit> ARM64 =
            List.of(new Bit(0200000, "O_DIRECT"), new Bit(040000, "O_DIRECTORY"), new Bit(0100000, "O_NOFOLLOW"));
    /** Set on every file of a 64-bit program, so it tells nothing. */
    private static final int LARGEFILE_X86 = 0100000;

    private static final int LARGEFILE_ARM64 = 0400000;

    /** include/uapi/linux/eventpoll.h. */
    private static final List<Bit> EPOLL = List.of(
            new Bit(0x1, "EPOLLIN"),
            new Bit(0x2, "EPOLLPRI"),
            new Bit(0x4, "EPOLLOUT"),
            new Bit(0x40, "EPOLLRDNORM"),
            new Bit(0x80, "EPOLLRDBAND"),
            new Bit(0x100, "EPOLLWRNORM"),
            new Bit(0x200, "EPOLLWRBAND"),
            new Bit(0x2000, "EPOLLRDHUP"),
            new Bit(0x10000000, "EPOLLEXCLUSIVE"),
            new Bit(0x20000000, "EPOLLWAKEUP"),
            new Bit(0x40000000, "EPOLLONESHOT"),
            new Bit(0x80000000, "EPOLLET"));
    /** EPOLLERR and EPOLLHUP: the kernel adds them to every watch. */
    private static final int EPOLL_ALWAYS = 0x18;

    /** Numbers of x86 and arm64 (signal(7)). */
    private static final String[] SIGNALS = {
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS"
    };

    public static final int NON_BLOCKING = 04000;

    private FlagWords() {}

    /** {@code O_RDWR|O_NONBLOCK}; bits without a name as one octal number. */
    public static String open(int flags) {
        return open(flags, Arch.current().equals(Arch.AARCH64));
    }

    static String open(int flags, boolean arm64) {
        int rest = flags & ~ACCESS & ~(arm64 ? LARGEFILE_ARM64 : LARGEFILE_X86);
        List<String> words = new ArrayList<>();
        words.add(ACCESSES[flags & ACCESS]);
        rest = name(rest, COMMON, words);
        rest = name(rest, arm64 ? ARM64 : X86, words);
        if (rest != 0) {
            words.add("0" + Integer.toOctalString(rest));
        }
        return String.join("|", words);
    }

    /** {@code EPOLLIN|EPOLLET}; what a watch always reports is left out, so that a mask may be empty: "none". */
    public static String epoll(int events) {
        List<String> words = new ArrayList<>();
        int rest = name(events & ~EPOLL_ALWAYS, EPOLL, words);
        if (rest != 0) {
            words.add("0x" + Integer.toHexString(rest));
        }
        return words.isEmpty() ? "none" : String.join("|", words);
    }

    /** {@code SIGINT, SIGTERM}. */
    public static String signals(long mask) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < Long.SIZE; i++) {
            if ((mask >>> i & 1) != 0) {
                words.add(i < SIGNALS.length ? SIGNALS[i] : "signal " + (i + 1));
            }
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static int name(int flags, List<Bit> bits, List<String> words) {
        int rest = flags;
        for (Bit b : bits) {
            if ((rest & b.mask) == b.mask) {
                words.add(b.name);
                rest &= ~b.mask;
            }
        }
        return rest;
    }
}
