package io.culprit.diagnose.probe;

import io.culprit.model.ProcessId;
import java.util.Optional;

/** Who a pid is, by the latest reading of all processes. */
public interface Names {

    Optional<Named> byPid(int pid);

    /**
     * @param name comm
     * @param program what groups it with others of its kind
     */
    record Named(ProcessId id, String name, String program) {}
}
