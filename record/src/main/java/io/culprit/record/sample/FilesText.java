package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;

/** {@code /proc/sys/fs/file-nr}: open, free since Linux 2.6 always 0, limit. */
final class FilesText implements HostText {
    @Override
    public void take(Cursor text, Frame frame) {
        long open = text.number();
        text.word();
        long limit = text.number();
        if (open >= 0 && limit >= 0) {
            frame.host(HostKey.FILES_OPEN, open);
            frame.host(HostKey.FILES_LIMIT, limit);
        }
    }
}
