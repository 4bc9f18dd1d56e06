package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.record.store.Frame;

/** Takes the values of one text file of the host. What is not there, or not in its form, is left out of the frame. */
interface HostText {
    void take(Cursor text, Frame frame);
}
