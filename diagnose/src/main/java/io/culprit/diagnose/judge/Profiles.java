package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import io.culprit.model.evidence.Evidence;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the samples of a program fell. */
final class Profiles {
    /** Below this a profile is anecdote. */
    static final int MIN_SAMPLES = 20;

    private static final int SPOTS_SHOWN = 3;

    private Profiles() {}

    static List<HotSpot> spots(Evidence evidence, List<ProcessId> processes) {
        Set<ProcessId> members = new HashSet<>(processes);
        return evidence.profile().map(CpuProfile::spots).orElse(List.of()).stream()
                .filter(s -> s.samples() > 0 && members.contains(s.process()))
                .sorted(Comparator.comparingInt(HotSpot::samples).reversed())
                .toList();
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
        record Place(boolean kernel, String name) {}
        var places = spots.stream()
                .collect(Collectors.groupingBy(
                        s -> new Place(s.kernel(), name(s)), Collectors.summingLong(HotSpot::samples)));
        String text = places.entrySet().stream()
                .sorted(Comparator.<java.util.Map.Entry<Place, Long>>comparingLong(e -> -e.getValue())
                        .thenComparing(e -> e.getKey().name()))
                .limit(SPOTS_SHOWN)
                .map(e -> Words.percent((double) e.getValue() / all)
                        + (e.getKey().kernel() ? " kernel in " : " user in ")
                        + e.getKey().name())
                .collect(Collectors.joining(", "));
        draft.fact("perf cpu-clock", "on-CPU: " + text);
    }

    static String name(HotSpot s) {
        if (s.symbol().isEmpty()) return s.kernel() ? "the kernel" : s.module() + "+0x" + Long.toHexString(s.offset());
        return s.kernel() ? s.symbol() : s.symbol() + " (" + s.module() + ")";
    }
}
