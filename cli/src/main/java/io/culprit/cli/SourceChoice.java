package io.culprit.cli;

import io.culprit.kernel.bpf.LayoutFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.BpfTasks;
import io.culprit.kernel.tasks.ProcTasks;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.record.sample.HostSampler;
import io.culprit.record.sample.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How all processes are read. */
enum SourceChoice {
    auto,
    bpf,
    proc;

    /** @param whyNotBpf in words for a person, where it was to be tried and was refused */
    record Opened(Sources sources, Optional<String> whyNotBpf) {}

    /** @param kept what is known of this kernel's layout from an earlier start */
    Opened open(LayoutFile kept) throws CannotDo {
        List<TaskSource> best = new ArrayList<>();
        Optional<String> whyNot = Optional.empty();
        if (this != proc) {
            Read<TaskSource> iterator = BpfTasks.open(kept);
            iterator.asOptional().ifPresent(best::add);
            if (best.isEmpty()) {
                whyNot = Optional.of(iterator.why());
            }
        }
        if (best.isEmpty() && this == bpf) {
            throw new CannotDo("--source bpf is refused here: " + whyNot.orElse(""));
        }
        if (this != bpf) {
            best.add(new ProcTasks());
        }
        return new Opened(new Sources(best, new HostSampler()), whyNot);
    }
}
