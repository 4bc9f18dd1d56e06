package io.culprit.model.recording;

import io.culprit.model.ProcessId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process as the recording knows it: stored once and referenced by its samples. After an exec it is stored again under the
 * same id, and the newer description holds for all of its samples.
 *
 * @param id an imported one has a boot id that begins with {@code import:}
 * @param parent pid of the parent when it was described
 * @param name comm, undecoded bytes replaced; not yet safe for a terminal
 * @param program what groups it with others of its kind: executable and name, unit or container
 * @param command command line, secrets masked; the name in brackets for a kernel thread
 * @param kernelThread it is none of the user's processes
 * @param startedMillis wall clock when it started, on the clock of {@link Stretch#times()}; may precede its first sample
 */
public record RecordedProcess(
        ProcessId id,
        int parent,
        OptionalInt uid,
        String name,
        String program,
        Optional<String> executable,
        String command,
        Optional<String> cgroup,
        Optional<String> unit,
        Optional<String> container,
        boolean kernelThread,
        long startedMillis) {}
