package io.culprit.kernel.fd;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/PID/fdinfo/N} (proc_pid_fdinfo(5)): what every descriptor has, and what its kind adds.
 *
 * @param flags of open(2), with {@code O_CLOEXEC} of the descriptor
 * @param watches of an epoll, at most {@link #MAX_WATCHES}; {@code watchCount} all of them
 * @param marks watches of an inotify or fanotify
 * @param fields all lines {@code name: value}, the last of each name, as printed
 */
public record FdInfo(
        long position,
        int flags,
        List<EpollWatch> watches,
        int watchCount,
        int marks,
        Optional<Timer> timer,
        Map<String, String> fields) {

    /** An event loop of a server watches thousands; the first ones tell what it is. */
    public static final int MAX_WATCHES = 64;

    private static final String INTERVAL = "it_interval";
    private static final String VALUE = "it_value";
    private static final long NANOS = 1_000_000_000L;

    public FdInfo {
        watches = List.copyOf(watches);
        fields = Map.copyOf(fields);
    }

    /**
     * @param fd under which the file was added; it may be closed or reused since
     * @param events {@code EPOLL*}
     * @param inode of the file; empty where the kernel does not print it
     */
    public record EpollWatch(int fd, int events, OptionalLong inode) {}

    /**
     * Of a timerfd.
     *
     * @param clock {@code CLOCK_*} of clock_gettime(2)
     * @param expirations that nobody has read yet
     * @param untilNanos until it fires; 0 when it is not set
     * @param intervalNanos 0 when it fires once
     */
    public record Timer(int clock, long expirations, long untilNanos, long intervalNanos) {}

    public static Read<FdInfo> of(int pid, int fd) {
        return KernelFile.bytes("/proc/" + pid + "/fdinfo/" + fd)
                .map(b -> parse(new String(b, StandardCharsets.UTF_8)));
    }

    /** Lines and numbers that make no sense are passed over. */
    public static FdInfo parse(String text) {
        List<EpollWatch> watches = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        int watchCount = 0;
        int marks = 0;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("tfd:")) {
                watchCount++;
                if (watches.size() < MAX_WATCHES) {
                    watch(line).ifPresent(watches::add);
                }
            } else if (line.startsWith("inotify wd:")
                    || line.startsWith("fanotify ino:")
                    || line.startsWith("fanotify mnt_id:")
                    || line.startsWith("fanotify sdev:")) {
                marks++;
            } else {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
        }
        return new FdInfo(
                number(fields, "pos", 10).orElse(0),
                (int) number(fields, "flags", 8).orElse(0),
                watches,
                watchCount,
                marks,
                timer(fields),
                fields);
    }

    /** Of the file, on Linux 5.14 and later. */
    public OptionalLong inode() {
        return number(fields, "ino", 10);
    }

    /** What an eventfd has counted and nobody has read. */
    public OptionalLong eventCount() {
        return number(fields, "eventfd-count", 16);
    }

    /** Signals that a signalfd receives, signal 1 in bit 0. */
    public OptionalLong signalMask() {
        return number(fields, "sigmask", 16);
    }

    /** Of a pidfd, as seen from our pid namespace; negative when that process is gone. */
    public OptionalLong pid() {
        return number(fields, "Pid", 10);
    }

    /** {@code tfd:       13 events: 80000019 data:                d  pos:0 ino:5ebe sdev:9}: some values stand apart. */
    private static Optional<EpollWatch> watch(String line) {
        Map<String, String> values = new HashMap<>();
        String[] words = line.replace(":", ": ").strip().split(" +", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].endsWith(":")) {
                values.put(words[i].substring(0, words[i].length() - 1), words[i + 1]);
            }
        }
        OptionalLong fd = number(values, "tfd", 10);
        if (fd.isEmpty() || fd.getAsLong() < 0 || fd.getAsLong() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new EpollWatch(
                (int) fd.getAsLong(), (int) number(values, "events", 16).orElse(0), number(values, "ino", 16)));
    }

    private static Optional<Timer> timer(Map<String, String> fields) {
        OptionalLong clock = number(fields, "clockid", 10);
        if (clock.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Timer(
                (int) clock.getAsLong(),
                number(fields, "ticks", 10).orElse(0),
                nanos(fields.getOrDefault(VALUE, "")),
                nanos(fields.getOrDefault(INTERVAL, ""))));
    }

    /** {@code (59, 971903815)}; what would not fit is cut to the largest. */
    private static long nanos(String pair) {
        String[] parts = pair.replaceAll("[() ]", "").split(",", -1);
        if (parts.length != 2) {
            return 0;
        }
        try {
            return Math.addExact(Math.multiplyExact(Long.parseLong(parts[0]), NANOS), Long.parseLong(parts[1]));
        } catch (NumberFormatException e) {
            return 0;
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static OptionalLong number(Map<String, String> fields, String name, int radix) {
        String s = fields.getOrDefault(name, "");
        try {
            return OptionalLong.of(radix == 10 ? Long.parseLong(s) : Long.parseUnsignedLong(s, radix));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
