package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.procfs.MapsFile;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Read;
import io.culprit.model.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * The executable mappings of a process, as they were when sampling began and, if it still lives, as they are at the end: what
 * was loaded meanwhile is in the second, what was unloaded, or belonged to a process that is gone, in the first.
 */
final class CodeOf {
    private final ProcessId id;
    private final List<Mapping> first;
    private List<Mapping> last = List.of();

    CodeOf(ProcessId id) {
        this.id = id;
        first = read();
    }

    ProcessId id() {
        return id;
    }

    int pid() {
        return id.pid();
    }

    void again() {
        last = read();
    }

    Optional<Mapping> mapping(long address) {
        return find(last, address).or(() -> find(first, address));
    }

    private static Optional<Mapping> find(List<Mapping> mappings, long address) {
        int low = 0;
        int high = mappings.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(mappings.get(middle).end(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < mappings.size() && mappings.get(low).contains(address)
                ? Optional.of(mappings.get(low))
                : Optional.empty();
    }

    /** None when the pid meanwhile belongs to another process. */
    private List<Mapping> read() {
        List<Mapping> mappings = MapsFile.of(id.pid()).asOptional().orElse(List.of()).stream()
                .filter(Mapping::executable)
                .toList();
        try (Processes processes = new Processes()) {
            Read<PidStat> stat = processes.stat(id.pid());
            return stat.asOptional()
                            .filter(s -> s.startTicks() == id.startTicks())
                            .isPresent()
                    ? mappings
                    : List.of();
        }
    }
}
