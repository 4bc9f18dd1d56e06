package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/PID/stat} or {@code /proc/PID/task/TID/stat} (proc_pid_stat(5)): times in clock ticks, sizes as named.
 *
 * @param name comm, at most 15 bytes, any byte but NUL; undecodable ones replaced
 * @param flags {@code PF_*} of include/linux/sched.h
 * @param children ticks of waited-for children, user and system together ({@code cutime + cstime})
 */
public record PidStat(
        int pid,
        String name,
        char state,
        int parent,
        long flags,
        long minorFaults,
        long majorFaults,
        long user,
        long system,
        long children,
        int threads,
        long startTicks,
        long virtualBytes,
        long rssPages) {

    private static final int PF_KTHREAD = 0x00200000;
    /** Fields 4 (ppid) to 24 (rss); later ones are not needed and old kernels have fewer. */
    private static final int NUMBERS = 21;

    public boolean kernelThread() {
        return (flags & PF_KTHREAD) != 0;
    }

    public long ticks() {
        return user + system;
    }

    /** @param b the file; only the first {@code length} bytes count */
    public static Read<PidStat> parse(byte[] b, int length) {
        int open = indexOf(b, length, '(');
        // The name may hold brackets itself: the last one closes it, since no later field can hold one.
        int close = lastIndexOf(b, length, ')');
        if (open < 2 || close < open || close + 3 >= length) {
            return malformed(b, length);
        }
        long[] n = new long[NUMBERS];
        int at = close + 4;
        for (int i = 0; i < NUMBERS; i++) {
            if (at >= length) {
                return malformed(b, length);
            }
            boolean negative = b[at] == '-';
            at += negative ? 1 : 0;
            int digits = at;
            long value = 0;
            // Unsigned 64-bit fields may exceed a long; they wrap, and none of those is used here.
            while (at < length && b[at] >= '0' && b[at] <= '9') {
                value = value * 10 + (b[at++] - '0');
            }
            if (at == digits) {
                return malformed(b, length);
            }
            n[i] = negative ? -value : value;
            at++;
        }
        int pid = 0;
        for (int i = 0; i < open - 1; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return malformed(b, length);
            }
            pid = pid * 10 + (b[i] - '0');
        }
        String name = new String(b, open + 1, close - open - 1, StandardCharsets.UTF_8);
        return Read.ok(new PidStat(
                pid,
                name,
                (char) b[close + 2],
                (int) n[0],
                n[5],
                n[6],
                n[8],
                n[10],
                n[11],
                n[12] + n[13],
                (int) n[16],
                n[18],
                n[19],
                n[20]));
    }

    private static Read<PidStat> malformed(byte[] b, int length) {
        String head = new String(b, 0, Math.min(length, 60), StandardCharsets.UTF_8);
        return Read.malformed("parse stat of a process", "not in the form of proc_pid_stat(5): '" + head + "'");
    }

    private static int indexOf(byte[] b, int length, char wanted) {
        for (int i = 0; i < length; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] b, int length, char wanted) {
        for (int i = length - 1; i >= 0; i--) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
