package io.culprit.kernel.kmsg;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the ring buffer from its oldest message to the newest, without waiting for more. */
public final class KernelMessages {
    /** CONSOLE_EXT_LOG_MAX of kernel/printk: no record is longer; a shorter buffer would get EINVAL. */
    private static final int RECORD_BYTES = 8192;
    /** The largest buffer that distributions build (log_buf_len up to 32 MiB) holds fewer. */
    private static final int MAX_RECORDS = 400_000;
    /** A second for 400 000 records; a kernel that prints faster than we read must not hold us. */
    private static final long MAX_NANOS = 1_000_000_000L;
    /** Of the fallback: what the kernel keeps by default is 16 KiB to 1 MiB; it hands out the newest that fit. */
    private static final int SYSLOG_BYTES = 4 << 20;

    private static final int SYSLOG_ACTION_READ_ALL = 3;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SYSLOG_CALL = Arch.current().equals(Arch.AARCH64) ? 116 : 103;
    private static final int CLOCK_GETTIME_CALL = Arch.current().equals(Arch.AARCH64) ? 113 : 228;
    /** Device 1:11 as stat(2) encodes it. Containers link /dev/kmsg to a terminal, whose input we would steal. */
    private static final int KMSG_DEVICE = 1 << 8 | 11;

    private KernelMessages() {}

    /**
     * @param source {@code /dev/kmsg} or {@code syslog(2)}
     * @param overwritten messages vanished while we read
     * @param cut reading stopped at a bound before the newest message
     */
    public record Outcome(String source, boolean overwritten, boolean cut) {}

    /** Every message to {@code each}, oldest first. */
    public static Read<Outcome> read(Consumer<KmsgRecord> each) {
        Read<Outcome> device = device("/dev/kmsg", each);
        if (!(device instanceof Read.Refused<Outcome> first)) {
            return device;
        }
        Read<Outcome> call = syslog(each);
        return call instanceof Read.Refused<Outcome>(String what, int errno, String detail)
                ? new Read.Refused<>(
                        "read the kernel's messages",
                        0,
                        first.why() + "; " + what + ": " + Errno.words(errno) + detail + advice(errno))
                : call;
    }

    private static String advice(int errno) {
        return errno == Errno.EPERM || errno == Errno.EACCES
                ? ": needs root or CAP_SYSLOG while kernel.dmesg_restrict is 1, and in a container also leave of seccomp"
                : "";
    }

    static Read<Outcome> device(String path, Consumer<KmsgRecord> each) {
        try {
            if (Files.getAttribute(Path.of(path), "unix:rdev") instanceof Number n && n.longValue() != KMSG_DEVICE) {
                return Read.malformed("open " + path, "is not the kernel's message device here");
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // open(2) says why in a better way.
        }
        int fd = Sys.open(path, Sys.O_RDONLY | Sys.O_NONBLOCK);
        if (fd < 0) {
            return Read.refused("open " + path, -fd);
        }
        try (Arena arena = Arena.ofConfined()) {
            return drain(fd, path, arena.allocate(RECORD_BYTES), each);
        } finally {
            Sys.close(fd);
        }
    }

    private static Read<Outcome> drain(int fd, String path, MemorySegment buffer, Consumer<KmsgRecord> each) {
        byte[] bytes = new byte[RECORD_BYTES];
        long deadline = System.nanoTime() + MAX_NANOS;
        boolean overwritten = false;
        for (int i = 0; i < MAX_RECORDS && System.nanoTime() < deadline; i++) {
            long n = Sys.read(fd, buffer);
            if (n == -Errno.EAGAIN || n == 0) {
                return Read.ok(new Outcome(path, overwritten, false));
            }
            if (n == -Errno.EPIPE) {
                overwritten = true;
            } else if (n < 0 && n != -Errno.EINVAL) {
                return Read.refused("read " + path, (int) -n);
            } else if (n > 0) {
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) n);
                KmsgRecord.parse(bytes, (int) n).asOptional().ifPresent(each);
            }
        }
        return Read.ok(new Outcome(path, overwritten, true));
    }

    static Read<Outcome> syslog(Consumer<KmsgRecord> each) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(SYSLOG_BYTES);
            long n = Sys.call(SYSLOG_CALL, SYSLOG_ACTION_READ_ALL, buffer.address(), SYSLOG_BYTES);
            if (n < 0) {
                return Read.refused("syslog(2)", (int) -n);
            }
            byte[] text = buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
            SyslogText.parse(new String(text, StandardCharsets.UTF_8)).forEach(each);
            return Read.ok(new Outcome("syslog(2)", false, false));
        }
    }

    /** CLOCK_MONOTONIC in microseconds, the nearest to the clock of the messages that can be asked for. */
    public static long nowMicros() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(2 * Long.BYTES, Long.BYTES);
            Sys.call(CLOCK_GETTIME_CALL, CLOCK_MONOTONIC, time.address(), 0);
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000 + time.get(ValueLayout.JAVA_LONG, 8) / 1000;
        }
    }
}
