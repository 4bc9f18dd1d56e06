package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Cursor;
import java.nio.charset.StandardCharsets;

/**
 * What of {@code /proc/PID/status} (proc_pid_status(5)) stat does not say; {@link TaskTable#UNKNOWN} where this kernel has no
 * such line. The name in it is escaped by the kernel, so no line of it can pass for another.
 */
final class StatusLines {
    private static final long KIB = 1024;

    private static final byte[] VM_RSS = key("VmRSS:");
    private static final byte[] RSS_ANON = key("RssAnon:");
    private static final byte[] RSS_FILE = key("RssFile:");
    private static final byte[] RSS_SHMEM = key("RssShmem:");
    private static final byte[] VM_DATA = key("VmData:");
    private static final byte[] VM_SWAP = key("VmSwap:");
    /** Stands behind all lines of memory. */
    private static final byte[] THREADS = key("Threads:");

    private static final byte[] VOLUNTARY = key("voluntary_ctxt_switches:");
    private static final byte[] INVOLUNTARY = key("nonvoluntary_ctxt_switches:");

    private final Cursor cursor = new Cursor();

    /** Bytes. */
    long rssAnon;

    long rssFile;
    long rssShmem;
    long data;
    long swap;
    /** Of the main thread alone. */
    long voluntary;

    long involuntary;

    void parse(byte[] b, int length) {
        rssAnon = TaskTable.UNKNOWN;
        rssFile = TaskTable.UNKNOWN;
        rssShmem = TaskTable.UNKNOWN;
        data = TaskTable.UNKNOWN;
        swap = TaskTable.UNKNOWN;
        voluntary = TaskTable.UNKNOWN;
        involuntary = TaskTable.UNKNOWN;
        boolean memory = false;
        boolean behindMemory = false;
        cursor.over(b, length);
        for (; cursor.more(); cursor.line()) {
            switch (cursor.here()) {
                case 'R' -> {
                    if (cursor.skip(RSS_ANON)) {
                        rssAnon = bytes();
                    } else if (cursor.skip(RSS_FILE)) {
                        rssFile = bytes();
                    } else if (cursor.skip(RSS_SHMEM)) {
                        rssShmem = bytes();
                    }
                }
                case 'V' -> {
                    if (cursor.skip(VM_DATA)) {
                        data = bytes();
                    } else if (cursor.skip(VM_SWAP)) {
                        swap = bytes();
                    } else {
                        memory |= cursor.skip(VM_RSS);
                    }
                }
                case 'T' -> behindMemory |= cursor.skip(THREADS);
                case 'v' -> {
                    if (cursor.skip(VOLUNTARY)) {
                        voluntary = whole(1);
                    }
                }
                case 'n' -> {
                    if (cursor.skip(INVOLUNTARY)) {
                        involuntary = whole(1);
                    }
                }
                default -> {}
            }
        }
        if (behindMemory && !memory) {
            // A kernel thread, or a process that has ended and not been waited for.
            rssAnon = 0;
            rssFile = 0;
            rssShmem = 0;
            data = 0;
            swap = 0;
        }
    }

    private long bytes() {
        return whole(KIB);
    }

    /** A number that the end cut off is none. */
    private long whole(long unit) {
        long n = cursor.number();
        return n == Cursor.NONE || !cursor.more() ? TaskTable.UNKNOWN : n * unit;
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
