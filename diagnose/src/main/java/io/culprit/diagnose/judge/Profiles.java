package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the samples of a program fell. */
final class Profiles {
    /** Below this a profile is anecdote. */
    static final int MIN_SAMPLES = 20;

    private static final int KERNEL_SPOTS_SHOWN = 3;
    private static final int USER_SPOTS_SHOWN = 2;
    /** With less in the kernel, nobody asks in which of its functions. */
    private static final double KERNEL_WORTH_NAMES = 0.1;
    /** From this share of the calls on, what the kernel does for the program is that call. */
    private static final double ONE_CALL = 0.9;
    /** What counting the calls added to the target: the kernel's entry to our programs, and they themselves. */
    private static final Pattern OURS = Pattern.compile("(__)?bpf_trace_run\\d+|bpf_prog_[0-9a-f]+_culprit_.*");

    private Profiles() {}

    static List<HotSpot> spots(Evidence evidence, List<ProcessId> processes) {
        Set<ProcessId> members = new HashSet<>(processes);
        Predicate<HotSpot> ours =
                attached(evidence) ? s -> s.kernel() && OURS.matcher(s.symbol()).matches() : s -> false;
        return evidence.profile().map(CpuProfile::spots).orElse(List.of()).stream()
                .filter(s -> s.samples() > 0 && members.contains(s.process()))
                .filter(ours.negate())
                .sorted(Comparator.comparingInt(HotSpot::samples).reversed())
                .toList();
    }

    /** Otherwise such symbols are another tracer's, and worth telling. */
    private static boolean attached(Evidence evidence) {
        return evidence.syscalls().map(t -> t.method() == Method.EBPF).orElse(false);
    }

    static long samples(List<HotSpot> spots) {
        return spots.stream().mapToLong(HotSpot::samples).sum();
    }

    /**
     * The hottest spots that make up a share of the samples.
     *
     * @param addresses different instructions among them
     * @param kernel whether most of it is kernel code
     */
    record Core(long addresses, boolean kernel) {}

    static Core core(List<HotSpot> spots, double share) {
        double wanted = share * samples(spots);
        long seen = 0;
        long addresses = 0;
        long kernel = 0;
        for (HotSpot s : spots) {
            if (seen >= wanted) break;
            seen += s.samples();
            addresses += Math.max(1, s.distinctAddresses());
            if (s.kernel()) kernel += s.samples();
        }
        return new Core(addresses, kernel * 2 > seen);
    }

    static void describe(Evidence evidence, Program program, Draft draft) {
        List<HotSpot> spots = spots(evidence, program.ids());
        long all = samples(spots);
        if (all < MIN_SAMPLES) return;
        List<String> parts = new ArrayList<>();
        long kernel = samples(spots.stream().filter(HotSpot::kernel).toList());
        if (kernel > 0) parts.add(Words.percent((double) kernel / all) + " kernel" + inside(evidence, program, spots));
        places(spots, s -> !s.kernel())
                .limit(USER_SPOTS_SHOWN)
                .forEach(e -> parts.add(Words.percent((double) e.getValue() / all) + " user in " + e.getKey()));
        // Of many cold places none is worth its name.
        if (parts.isEmpty()) parts.add("user code, spread thinly");
        draft.fact("perf cpu-clock", "on-CPU: " + String.join(", ", parts));
    }

    /** A call spends its time in many small functions of the kernel, so these come after their sum. */
    private static String inside(Evidence evidence, Program program, List<HotSpot> spots) {
        long all = samples(spots);
        List<Map.Entry<String, Long>> named =
                places(spots, HotSpot::kernel).limit(KERNEL_SPOTS_SHOWN).toList();
        long kernel = samples(spots.stream().filter(HotSpot::kernel).toList());
        if (named.isEmpty() || kernel < KERNEL_WORTH_NAMES * all) return "";
        return named.stream()
                .map(e -> e.getKey() + " " + Words.percent((double) e.getValue() / all))
                .collect(Collectors.joining(
                        ", ",
                        " ("
                                + onlyCall(evidence, program)
                                        .map(c -> c + " path: ")
                                        .orElse(""),
                        ")"));
    }

    private static Optional<String> onlyCall(Evidence evidence, Program program) {
        return Trace.of(evidence, program)
                .filter(t -> !t.sampled())
                .flatMap(t -> t.rows().stream()
                        .collect(Collectors.groupingBy(SyscallCount::name, Collectors.summingLong(SyscallCount::count)))
                        .entrySet()
                        .stream()
                        .filter(e -> t.share(e.getValue()) >= ONE_CALL)
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    /** Named ones, hottest first. */
    private static Stream<Map.Entry<String, Long>> places(List<HotSpot> spots, Predicate<HotSpot> which) {
        return spots.stream()
                .filter(which.and(Profiles::hasName))
                .collect(Collectors.groupingBy(Profiles::name, Collectors.summingLong(HotSpot::samples)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()));
    }

    private static boolean hasName(HotSpot s) {
        return !s.symbol().isEmpty() || !(s.kernel() || s.module().equals("[elsewhere]"));
    }

    static String name(HotSpot s) {
        if (s.symbol().isEmpty()) return s.kernel() ? "the kernel" : s.module() + "+0x" + Long.toHexString(s.offset());
        return s.kernel() ? s.symbol() : s.symbol() + " (" + s.module() + ")";
    }
}
