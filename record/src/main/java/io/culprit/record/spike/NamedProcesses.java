package io.culprit.record.spike;

import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Remembers who is behind each handle on the way to the store. */
public final class NamedProcesses implements RecordingWriter, ProcessNames {
    private final RecordingWriter store;
    private @Nullable RecordedProcess[] byHandle = new RecordedProcess[1024];

    public NamedProcesses(RecordingWriter store) {
        this.store = store;
    }

    @Override
    public RecordedProcess process(int handle) {
        RecordedProcess process = byHandle[handle];
        if (process == null) {
            throw new IllegalArgumentException("handle " + handle + " was never described, or has ended");
        }
        return process;
    }

    @Override
    public int describe(RecordedProcess process) {
        int handle = store.describe(process);
        if (handle >= byHandle.length) {
            byHandle = Arrays.copyOf(byHandle, Math.max(handle + 1, 2 * byHandle.length));
        }
        byHandle[handle] = process;
        return handle;
    }

    @Override
    public void describeAgain(int handle, RecordedProcess process) {
        store.describeAgain(handle, process);
        byHandle[handle] = process;
    }

    @Override
    public void ended(int handle) {
        store.ended(handle);
        byHandle[handle] = null;
    }

    @Override
    public Written append(Frame frame) {
        return store.append(frame);
    }

    @Override
    public void event(RecordingEvent event) {
        store.event(event);
    }

    @Override
    public void finish() {
        store.finish();
    }

    @Override
    public void close() {
        store.close();
    }
}
