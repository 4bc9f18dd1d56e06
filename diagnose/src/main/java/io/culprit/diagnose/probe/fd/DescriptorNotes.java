package io.culprit.diagnose.probe.fd;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.fd.FdInfo;
import io.culprit.kernel.fd.FileStatus;
import io.culprit.kernel.fd.FlagWords;
import io.culprit.model.evidence.DescriptorKind;
import java.util.Locale;
import java.util.Optional;

/** What fdinfo tells of a descriptor beyond its flags, in words. */
final class DescriptorNotes {
    private static final double NANOS = 1e9;
    /** By number (linux/time.h). */
    private static final String[] CLOCKS = {
        "CLOCK_REALTIME",
        "CLOCK_MONOTONIC",
        "CLOCK_PROCESS_CPUTIME_ID",
        "CLOCK_THREAD_CPUTIME_ID",
        "CLOCK_MONOTONIC_RAW",
        "CLOCK_REALTIME_COARSE",
        "CLOCK_MONOTONIC_COARSE",
        "CLOCK_BOOTTIME",
        "CLOCK_REALTIME_ALARM",
        "CLOCK_BOOTTIME_ALARM"
    };

    private DescriptorNotes() {}

    /** Empty when there is nothing to tell. */
    static String of(DescriptorKind kind, FdInfo info, Optional<FileStatus> status, Names names) {
        return switch (kind) {
            case FILE, DELETED_FILE ->
                status.map(s -> "at byte " + info.position() + " of " + s.sizeBytes()
                                + (s.links() == 0 ? ", space is free only when it is closed" : ""))
                        .orElse("at byte " + info.position());
            case EPOLL -> "watches " + count(info.watchCount(), "descriptor");
            case EVENTFD ->
                info.eventCount().isEmpty()
                        ? ""
                        : "counter " + Long.toUnsignedString(info.eventCount().getAsLong())
                                + (info.fields()
                                                .getOrDefault("eventfd-semaphore", "0")
                                                .equals("1")
                                        ? ", semaphore"
                                        : "");
            case TIMERFD -> info.timer().map(DescriptorNotes::timer).orElse("");
            case SIGNALFD ->
                info.signalMask().isEmpty()
                        ? ""
                        : "receives " + FlagWords.signals(info.signalMask().getAsLong());
            case INOTIFY -> count(info.marks(), "watch");
            case FANOTIFY -> count(info.marks(), "mark");
            case PIDFD -> info.pid().isEmpty() ? "" : process(info.pid().getAsLong(), names);
            case BPF -> bpf(info);
            default -> "";
        };
    }

    private static String timer(FdInfo.Timer t) {
        String clock = t.clock() >= 0 && t.clock() < CLOCKS.length ? CLOCKS[t.clock()] : "clock " + t.clock();
        String unread = t.expirations() == 0 ? "" : ", " + count(t.expirations(), "expiration") + " not read";
        if (t.untilNanos() == 0 && t.intervalNanos() == 0) {
            return "not set (" + clock + ")" + unread;
        }
        return "fires in " + seconds(t.untilNanos())
                + (t.intervalNanos() == 0 ? ", once" : ", then every " + seconds(t.intervalNanos())) + " (" + clock
                + ")"
                + unread;
    }

    private static String process(long pid, Names names) {
        if (pid < 0) {
            return "of a process that has ended";
        }
        if (pid == 0) {
            return "of a process outside our pid namespace";
        }
        return "of process " + pid
                + names.byPid((int) pid).map(n -> " (" + n.name() + ")").orElse("");
    }

    private static String bpf(FdInfo info) {
        String map = info.fields().getOrDefault("map_id", "");
        String program = info.fields().getOrDefault("prog_id", "");
        String link = info.fields().getOrDefault("link_id", "");
        return !link.isEmpty()
                ? "link " + link + (program.isEmpty() ? "" : " to program " + program)
                : !map.isEmpty() ? "map " + map : !program.isEmpty() ? "program " + program : "";
    }

    private static String seconds(long nanos) {
        return nanos < NANOS / 1000 ? nanos + " ns" : String.format(Locale.ROOT, "%.3f s", nanos / NANOS);
    }

    private static String count(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : noun.endsWith("ch") ? "es" : "s");
    }
}
