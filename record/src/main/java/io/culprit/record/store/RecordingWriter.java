package io.culprit.record.store;

import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;

/** The one writer of a recording. Used by one thread. */
public interface RecordingWriter extends AutoCloseable {

    /** What became of a sample. */
    sealed interface Written {
        /** On the medium: kill -9 and power loss after this take nothing away. */
        record Durable(int bytes) implements Written {}

        /** Not stored, and nothing before it harmed. The next append tries again. {@code why} is one line for a person. */
        record Lost(String why) implements Written {}
    }

    /**
     * A process that the next frame may hold.
     *
     * @return a handle, not used for another process before {@link #ended}
     */
    int describe(RecordedProcess process);

    /** The same process after an exec or a change of its name. */
    void describeAgain(int handle, RecordedProcess process);

    /** It is in no further frame; the handle may be given to another process. */
    void ended(int handle);

    /** Stores the frame with all descriptions and events since the last one, as one whole. Never throws for the disk's sake. */
    Written append(Frame frame);

    /** Stored with the next frame, or at the latest on {@link #close}. */
    void event(RecordingEvent event);

    /**
     * Closes a recording to which nothing will be added: all of it is sealed at once, and takes the least space. What could not
     * be sealed, on a full disk, stays as it was appended, and whole.
     */
    void finish();

    /** Stores what is pending. */
    @Override
    void close();
}
