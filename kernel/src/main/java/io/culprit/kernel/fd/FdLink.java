package io.culprit.kernel.fd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code /proc/PID/fd/N} points to, in one buffer that the next link overwrites: 40 000 links would else be 40 000
 * strings, of which nearly all are asked for nothing but an inode.
 *
 * <p>A name that the kernel makes up never begins with a slash, so no file can pass for a socket (d_path() and the
 * {@code d_dname} functions of the kernel).
 */
public final class FdLink {
    private static final byte[] SOCKET = ascii("socket:[");
    private static final byte[] PIPE = ascii("pipe:[");
    private static final byte[] ANONYMOUS = ascii("anon_inode:");
    private static final byte[] PIDFD = ascii("pidfd:[");
    private static final byte[] MEMFD = ascii("/memfd:");
    private static final byte[] DELETED = ascii(" (deleted)");
    private static final byte[] UNREACHABLE = ascii("(unreachable)");

    /** Longer ones readlink(2) refuses with ENAMETOOLONG: the kernel prints into one page. */
    static final int MAX_BYTES = 4096;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** As far as the text tells; only {@link #PATH} needs a look at the file itself. */
    public enum Form {
        SOCKET,
        PIPE,
        /** {@code anon_inode:[eventpoll]} and its like; {@link FdLink#anonymousName} says which. */
        ANONYMOUS,
        /** {@code /memfd:name (deleted)}: a file may bear this name too, but then it is not deleted. */
        MEMFD,
        PATH,
        /** {@code net:[4026531833]}, other namespaces, and names we do not know. */
        OTHER
    }

    final byte[] bytes;
    int length;

    public FdLink() {
        this(MAX_BYTES);
    }

    private FdLink(int capacity) {
        bytes = new byte[capacity];
    }

    public static FdLink of(byte[] target) {
        FdLink link = new FdLink(target.length);
        System.arraycopy(target, 0, link.bytes, 0, target.length);
        link.length = target.length;
        return link;
    }

    void set(byte[] target) {
        System.arraycopy(target, 0, bytes, 0, target.length);
        length = target.length;
    }

    public Form form() {
        if (starts(SOCKET)) {
            return number(SOCKET.length) >= 0 ? Form.SOCKET : Form.OTHER;
        }
        if (starts(PIPE)) {
            return number(PIPE.length) >= 0 ? Form.PIPE : Form.OTHER;
        }
        if (starts(ANONYMOUS) || starts(PIDFD)) {
            return Form.ANONYMOUS;
        }
        if (starts(MEMFD) && saysDeleted()) {
            return Form.MEMFD;
        }
        return starts(UNREACHABLE) || (length > 0 && bytes[0] == '/') ? Form.PATH : Form.OTHER;
    }

    /** Of a socket or a pipe. */
    public OptionalLong inode() {
        long n = starts(SOCKET) ? number(SOCKET.length) : starts(PIPE) ? number(PIPE.length) : -1;
        return n < 0 ? OptionalLong.empty() : OptionalLong.of(n);
    }

    /** {@code eventpoll}, {@code inotify}, {@code bpf-map}, ...: with or without the brackets that some names have. */
    public Optional<String> anonymousName() {
        if (starts(PIDFD)) {
            return Optional.of("pidfd");
        }
        if (!starts(ANONYMOUS)) {
            return Optional.empty();
        }
        String name = text().substring(ANONYMOUS.length);
        return Optional.of(
                name.startsWith("[") && name.endsWith("]") && name.length() > 1
                        ? name.substring(1, name.length() - 1)
                        : name);
    }

    /** The name was removed, or the file is really called so: the number of its links decides. */
    public boolean saysDeleted() {
        return length >= DELETED.length
                && Arrays.equals(bytes, length - DELETED.length, length, DELETED, 0, DELETED.length);
    }

    /** As the kernel prints it, line ends and escape codes included; bytes that are not UTF-8 become U+FFFD. */
    public String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    public boolean same(FdLink other) {
        return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
    }

    /** Equal for equal bytes, and hardly ever otherwise (FNV-1a). */
    public long hash() {
        return hash(bytes, length);
    }

    public static long hash(byte[] target) {
        return hash(target, target.length);
    }

    private static long hash(byte[] b, int length) {
        long h = FNV_OFFSET;
        for (int i = 0; i < length; i++) {
            h = (h ^ (b[i] & 0xff)) * FNV_PRIME;
        }
        return h;
    }

    private boolean starts(byte[] prefix) {
        return length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The digits up to the closing bracket that ends the link, or -1. */
    private long number(int from) {
        int end = length - 1;
        if (end <= from || bytes[end] != ']') {
            return -1;
        }
        long n = 0;
        for (int i = from; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || n > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            n = n * 10 + digit;
        }
        return n;
    }

    private static byte[] ascii(String s) {
        return s.getBytes(StandardCharsets.US_ASCII);
    }
}
