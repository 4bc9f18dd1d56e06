package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;

/** {@code /proc/loadavg}: {@code 0.39 0.32 0.60 1/93 14499}. */
final class LoadText implements HostText {
    private static final String[] LOADS = {HostKey.LOAD_1, HostKey.LOAD_5, HostKey.LOAD_15};
    private static final byte[] POINT = {'.'};
    private static final byte[] SLASH = {'/'};
    /** The file has hundredths, the recording thousandths. */
    private static final int HUNDREDTHS = 100;

    private static final int THOUSANDTHS = 1000;

    @Override
    public void take(Cursor text, Frame frame) {
        for (String key : LOADS) {
            long whole = text.number();
            if (whole < 0 || !text.skip(POINT)) {
                return;
            }
            long hundredths = text.number();
            if (hundredths < 0 || hundredths >= HUNDREDTHS) {
                return;
            }
            frame.host(key, whole * THOUSANDTHS + hundredths * (THOUSANDTHS / HUNDREDTHS));
        }
        if (text.number() >= 0 && text.skip(SLASH)) {
            long tasks = text.number();
            if (tasks >= 0) {
                frame.host(HostKey.TASKS, tasks);
            }
        }
    }
}
