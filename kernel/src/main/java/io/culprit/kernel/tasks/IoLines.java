package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Cursor;
import java.nio.charset.StandardCharsets;

/** The two lines of {@code /proc/PID/io} (proc_pid_io(5)) that count the block layer; all threads, dead ones too. */
final class IoLines {
    private static final byte[] READ = "read_bytes:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WRITTEN = "write_bytes:".getBytes(StandardCharsets.US_ASCII);

    private final Cursor cursor = new Cursor();

    long read;
    long written;

    void parse(byte[] b, int length) {
        read = TaskTable.UNKNOWN;
        written = TaskTable.UNKNOWN;
        cursor.over(b, length);
        for (; cursor.more(); cursor.line()) {
            if (cursor.skip(READ)) {
                read = whole();
            } else if (cursor.skip(WRITTEN)) {
                written = whole();
            }
        }
    }

    private long whole() {
        long n = cursor.number();
        return n == Cursor.NONE || !cursor.more() ? TaskTable.UNKNOWN : n;
    }
}
