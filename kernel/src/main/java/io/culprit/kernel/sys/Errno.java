package io.culprit.kernel.sys;

/** Error numbers of errno(3): names as strace prints them, and words. Numbers are those of asm-generic (x86, arm64, riscv, s390). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ENODATA = 61;
    public static final int EOPNOTSUPP = 95;

    private static final String[] NAMES = new String[540];
    private static final String[] WORDS = new String[540];

    static {
        String table = """
                1 EPERM operation not permitted
                2 ENOENT no such file
                3 ESRCH no such process
                4 EINTR interrupted
                5 EIO input/output error
                6 ENXIO no such device or address
                7 E2BIG argument list too long
                8 ENOEXEC exec format error
                9 EBADF bad file descriptor
                10 ECHILD no child processes
                11 EAGAIN nothing available, try again
                12 ENOMEM out of memory
                13 EACCES permission denied
                14 EFAULT bad address
                15 ENOTBLK block device required
                16 EBUSY busy
                17 EEXIST exists already
                18 EXDEV cross-device link
                19 ENODEV no such device
                20 ENOTDIR not a directory
                21 EISDIR is a directory
                22 EINVAL invalid argument
                23 ENFILE too many open files in system
                24 EMFILE too many open files in process
                25 ENOTTY inappropriate ioctl
                26 ETXTBSY text file busy
                27 EFBIG file too large
                28 ENOSPC no space left
                29 ESPIPE illegal seek
                30 EROFS read-only file system
                31 EMLINK too many links
                32 EPIPE broken pipe
                33 EDOM argument out of domain
                34 ERANGE result out of range
                35 EDEADLK deadlock avoided
                36 ENAMETOOLONG name too long
                37 ENOLCK no locks available
                38 ENOSYS not implemented by this kernel
                39 ENOTEMPTY directory not empty
                40 ELOOP too many symbolic links
                42 ENOMSG no message of desired type
                43 EIDRM identifier removed
                61 ENODATA no data
                62 ETIME timer expired
                71 EPROTO protocol error
                74 EBADMSG bad message
                75 EOVERFLOW value too large
                84 EILSEQ illegal byte sequence
                87 EUSERS too many users
                88 ENOTSOCK not a socket
                89 EDESTADDRREQ destination address required
                90 EMSGSIZE message too long
                91 EPROTOTYPE wrong protocol type for socket
                92 ENOPROTOOPT protocol option not available
                93 EPROTONOSUPPORT protocol not supported
                94 ESOCKTNOSUPPORT socket type not supported
                95 EOPNOTSUPP operation not supported
                96 EPFNOSUPPORT protocol family not supported
                97 EAFNOSUPPORT address family not supported
                98 EADDRINUSE address in use
                99 EADDRNOTAVAIL address not available
                100 ENETDOWN network is down
                101 ENETUNREACH network unreachable
                102 ENETRESET network dropped connection
                103 ECONNABORTED connection aborted
                104 ECONNRESET connection reset by peer
                105 ENOBUFS no buffer space
                106 EISCONN already connected
                107 ENOTCONN not connected
                108 ESHUTDOWN sent after shutdown
                109 ETOOMANYREFS too many references
                110 ETIMEDOUT timed out
                111 ECONNREFUSED connection refused
                112 EHOSTDOWN host is down
                113 EHOSTUNREACH no route to host
                114 EALREADY already in progress
                115 EINPROGRESS in progress
                116 ESTALE stale file handle
                117 EUCLEAN structure needs cleaning
                121 EREMOTEIO remote input/output error
                122 EDQUOT disk quota exceeded
                123 ENOMEDIUM no medium
                125 ECANCELED canceled
                126 ENOKEY key not available
                130 EOWNERDEAD owner died
                131 ENOTRECOVERABLE state not recoverable
                133 EHWPOISON memory page has hardware error
                512 ERESTARTSYS interrupted, restarts
                513 ERESTARTNOINTR interrupted, restarts
                514 ERESTARTNOHAND interrupted, restarts
                516 ERESTART_RESTARTBLOCK interrupted, restarts
                524 ENOTSUPP operation not supported
                """;
        for (String line : table.lines().toList()) {
            String[] parts = line.split(" ", 3);
            int number = Integer.parseInt(parts[0]);
            NAMES[number] = parts[1];
            WORDS[number] = parts[2];
        }
    }

    private Errno() {}

    /** {@code EAGAIN}; {@code errno 999} for a number without a name. */
    public static String name(int errno) {
        String name = errno >= 0 && errno < NAMES.length ? NAMES[errno] : null;
        return name == null ? "errno " + errno : name;
    }

    /** {@code permission denied (EACCES)}. */
    public static String words(int errno) {
        String words = errno >= 0 && errno < WORDS.length ? WORDS[errno] : null;
        return words == null ? name(errno) : words + " (" + name(errno) + ")";
    }
}
