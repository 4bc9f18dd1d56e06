package io.culprit.record.spike;

import io.culprit.model.recording.RecordedProcess;

/** Who is behind the handles of a frame. */
public interface ProcessNames {
    /** @param handle one of the frame's; the same instance each time until the process is described again or another has it */
    RecordedProcess process(int handle);
}
