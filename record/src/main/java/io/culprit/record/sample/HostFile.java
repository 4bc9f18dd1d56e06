package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.HeldFile;
import io.culprit.record.store.Frame;
import java.util.Optional;

/** A file of the host that is read at every sample; one that was refused is left in peace for a while. */
final class HostFile implements AutoCloseable {
    /** A kernel that lacks a file seldom gets it. At 10 s, once an hour. */
    static final int REFUSED_SAMPLES = 360;

    private final HeldFile file;
    private final HostText text;
    private int refusal;
    private int waits;

    HostFile(String path, HostText text) {
        file = new HeldFile(path);
        this.text = text;
    }

    void sample(byte[] buffer, Cursor cursor, Frame frame) {
        if (waits > 0) {
            waits--;
            return;
        }
        int n = file.read(buffer);
        if (n < 0) {
            refusal = -n;
            waits = REFUSED_SAMPLES;
            return;
        }
        refusal = 0;
        text.take(cursor.over(buffer, n), frame);
    }

    /** Why it gives nothing, for a person; empty while it is read. */
    Optional<String> refused() {
        return refusal == 0 ? Optional.empty() : Optional.of("read " + file.path() + ": " + Errno.words(refusal));
    }

    @Override
    public void close() {
        file.close();
    }
}
