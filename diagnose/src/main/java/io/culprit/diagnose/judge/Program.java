package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Processes that are one program, hottest first. Twelve workers on two cores have a sixth of a core each and no one of
 * them looks bad, so CPU is judged by the program's total.
 */
record Program(String program, List<ProcessUsage> processes) {

    /** All programs of user space, hottest first; empty when the usage is unavailable. */
    static List<Program> all(Evidence evidence) {
        return all(evidence, false);
    }

    static List<Program> all(Evidence evidence, boolean kernelThreads) {
        Map<String, List<ProcessUsage>> groups = new LinkedHashMap<>();
        evidence.usage().asOptional().ifPresent(usage -> {
            for (ProcessUsage p : usage.processes())
                if (p.kernelThread() == kernelThreads)
                    groups.computeIfAbsent(p.program(), k -> new ArrayList<>()).add(p);
        });
        List<Program> programs = new ArrayList<>();
        groups.forEach((name, members) -> programs.add(new Program(
                name,
                members.stream()
                        .sorted(Comparator.comparingDouble(ProcessUsage::cpus).reversed())
                        .toList())));
        programs.sort(Comparator.comparingDouble(Program::cpus).reversed());
        return programs;
    }

    static Optional<ProcessUsage> usageOf(Evidence evidence, ProcessId id) {
        return evidence.usage()
                .asOptional()
                .flatMap(usage -> usage.processes().stream()
                        .filter(p -> p.id().equals(id))
                        .findFirst());
    }

    /** Only the given ones of its processes. */
    Program only(Predicate<ProcessUsage> which) {
        return new Program(program, processes.stream().filter(which).toList());
    }

    boolean isEmpty() {
        return processes.isEmpty();
    }

    /** For judges that ask for many. */
    static Map<ProcessId, ProcessUsage> index(Evidence evidence) {
        Map<ProcessId, ProcessUsage> index = new HashMap<>();
        evidence.usage().asOptional().ifPresent(u -> u.processes().forEach(p -> index.putIfAbsent(p.id(), p)));
        return index;
    }

    double cpus() {
        return processes.stream().mapToDouble(ProcessUsage::cpus).sum();
    }

    double user() {
        return processes.stream().mapToDouble(ProcessUsage::user).sum();
    }

    double system() {
        return processes.stream().mapToDouble(ProcessUsage::system).sum();
    }

    /** CPUs of which it is not known which of the two they are. */
    double undivided() {
        return processes.stream().mapToDouble(ProcessUsage::undivided).sum();
    }

    int threads() {
        return processes.stream().mapToInt(ProcessUsage::threadCount).sum();
    }

    List<ProcessId> ids() {
        return processes.stream().map(ProcessUsage::id).toList();
    }

    /** Only the processes that have used a part of the CPU which is worth a word. */
    Program busyOnly() {
        double most = processes.stream().mapToDouble(ProcessUsage::cpus).max().orElse(0);
        List<ProcessUsage> busy = processes.stream()
                .filter(p -> p.cpus() >= most * BUSY_SHARE_OF_HOTTEST)
                .toList();
        return busy.isEmpty() ? this : new Program(program, busy);
    }

    /** A parent that only waits is not one of the workers that burn; workers never differ by a factor of ten. */
    private static final double BUSY_SHARE_OF_HOTTEST = 0.1;

    Subject subject() {
        return Subject.program(program, ids());
    }

    String label() {
        return label(commonName(), ids());
    }

    private String commonName() {
        return processes.stream().map(ProcessUsage::name).distinct().count() == 1
                ? processes.getFirst().name()
                : program;
    }

    /** {@code networkingd × 12} or {@code networkingd (18354)}. */
    static String label(String name, List<ProcessId> ids) {
        return ids.size() == 1 ? label(name, ids.getFirst()) : name + " × " + ids.size();
    }

    /** {@link #does(String, List, String, String)} of its processes. */
    String does(String one, String many) {
        return does(commonName(), ids(), one, many);
    }

    /**
     * Who does it, as a title begins: {@code networkingd (18354) spins} or {@code networkingd: 12 processes spin}.
     *
     * @param one the verb for one process
     * @param many the verb for several
     */
    static String does(String name, List<ProcessId> ids, String one, String many) {
        return ids.size() == 1
                ? label(name, ids.getFirst()) + " " + one
                : name + ": " + Words.count(ids.size()) + " processes " + many;
    }

    static String label(String name, ProcessId id) {
        return (name.isEmpty() ? "a process without a name" : name) + " (" + id.pid() + ")";
    }
}
