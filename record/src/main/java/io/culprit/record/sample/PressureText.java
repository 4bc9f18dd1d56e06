package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;

/**
 * One of {@code /proc/pressure} (Documentation/accounting/psi.rst): a line {@code some avg10=.. avg60=.. avg300=.. total=N} and,
 * but for the CPU of older kernels, one {@code full ...}.
 */
final class PressureText implements HostText {
    private static final byte[] SOME = "some ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FULL = "full ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOTAL = "total=".getBytes(StandardCharsets.US_ASCII);
    private static final int AVERAGES = 3;

    private final String some;
    private final String full;

    /** @param resource {@code cpu}, {@code memory} or {@code io} */
    PressureText(String resource) {
        some = HostKey.PRESSURE_SOME + resource;
        full = HostKey.PRESSURE_FULL + resource;
    }

    @Override
    public void take(Cursor text, Frame frame) {
        for (; text.more(); text.line()) {
            if (text.skip(SOME)) {
                total(text, some, frame);
            } else if (text.skip(FULL)) {
                total(text, full, frame);
            }
        }
    }

    private static void total(Cursor text, String key, Frame frame) {
        for (int i = 0; i < AVERAGES; i++) {
            text.word();
        }
        text.blanks();
        long micros = text.skip(TOTAL) ? text.number() : Cursor.NONE;
        if (micros >= 0) {
            frame.host(key, micros);
        }
    }
}
