package io.culprit.diagnose.probe.profile;

import io.culprit.diagnose.probe.profile.SampleCounts.Counted;
import io.culprit.diagnose.probe.profile.UserPlaces.Found;
import io.culprit.kernel.elf.Vdso;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From addresses to places in the code: all names of one file are looked up together, for all processes that map it. */
final class HotSpots {
    /** Of one process; what is colder is told together, in one spot of the kernel and one of the program. */
    private static final int MAX_SPOTS = 200;

    private static final String ELSEWHERE = "[elsewhere]";
    private static final Place NOWHERE = new Place("[unknown]", "", 0);
    /** Files are the same for all processes; code that no file backs is one process's own. */
    private static final int SHARED = -1;

    private record Code(String path, long inode, int process) {}

    private record Located(Counted counted, Mapping mapping, long asked) {}

    private record Key(int process, boolean kernel, Place place) {}

    private final List<CodeOf> targets;
    private final Map<Key, Spot> spots = new LinkedHashMap<>();
    private String hidden = "";

    private HotSpots(List<CodeOf> targets) {
        this.targets = targets;
    }

    /**
     * @param spots hottest first
     * @param hidden why the kernel's have no names; empty when they have, or when there are none
     */
    record Named(List<HotSpot> spots, String hidden) {}

    static Named of(List<Counted> counted, List<CodeOf> targets) {
        HotSpots h = new HotSpots(targets);
        h.kernel(counted.stream().filter(Counted::kernel).toList());
        h.user(counted.stream().filter(c -> !c.kernel()).toList());
        return new Named(h.sorted(), h.hidden);
    }

    private void kernel(List<Counted> counted) {
        KernelPlaces places = KernelPlaces.of(
                counted.stream().mapToLong(Counted::address).distinct().toArray());
        hidden = places.hidden();
        for (Counted c : counted) {
            add(c, places.place(c.address()), c.address());
        }
    }

    private void user(List<Counted> counted) {
        Map<Code, List<Located>> byCode = new HashMap<>();
        for (Counted c : counted) {
            var mapping = targets.get(c.process()).mapping(c.address());
            if (mapping.isEmpty()) {
                add(c, NOWHERE, c.address());
                continue;
            }
            Mapping m = mapping.get();
            boolean file = UserPlaces.isFile(m);
            boolean vdso = m.path().equals(Vdso.PATH);
            Code code = new Code(m.path(), m.inode(), file || vdso ? SHARED : c.process());
            long offset = c.address() - m.start() + m.offset();
            byCode.computeIfAbsent(code, k -> new ArrayList<>())
                    .add(new Located(c, m, file || vdso ? offset : c.address()));
        }
        byCode.forEach(this::name);
    }

    private void name(Code code, List<Located> located) {
        Set<Long> asked = new HashSet<>();
        located.forEach(l -> asked.add(l.asked()));
        Located any = located.getFirst();
        int pid = targets.get(any.counted().process()).pid();
        Map<Long, Found> places;
        if (code.process() != SHARED) {
            places = UserPlaces.made(pid, UserPlaces.module(any.mapping()), asked);
        } else if (code.path().equals(Vdso.PATH)) {
            places = UserPlaces.inVdso(asked);
        } else {
            places = UserPlaces.inFile(pid, any.mapping(), asked);
        }
        for (Located l : located) {
            Found found = places.getOrDefault(l.asked(), new Found(NOWHERE, l.asked()));
            add(l.counted(), found.place(), found.address());
        }
    }

    private void add(Counted c, Place place, long address) {
        spots.computeIfAbsent(new Key(c.process(), c.kernel(), place), k -> new Spot())
                .add(address, c.samples());
    }

    private List<HotSpot> sorted() {
        List<Map.Entry<Key, Spot>> hottest = new ArrayList<>(spots.entrySet());
        hottest.sort(Comparator.comparingInt(e -> -e.getValue().samples));
        int[] listed = new int[targets.size()];
        Map<Key, Spot> kept = new LinkedHashMap<>();
        for (var e : hottest) {
            Key key = e.getKey();
            if (listed[key.process()]++ < MAX_SPOTS) {
                kept.put(key, e.getValue());
            } else {
                kept.computeIfAbsent(new Key(key.process(), key.kernel(), new Place(ELSEWHERE, "", 0)), k -> new Spot())
                        .addAll(e.getValue());
            }
        }
        return kept.entrySet().stream()
                .map(e -> hotSpot(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingInt(s -> -s.samples()))
                .toList();
    }

    private HotSpot hotSpot(Key key, Spot spot) {
        Place place = key.place();
        return new HotSpot(
                targets.get(key.process()).id(),
                key.kernel(),
                place.module(),
                place.symbol(),
                place.symbol().isEmpty() ? place.start() : spot.hottest - place.start(),
                spot.samples,
                spot.addresses);
    }

    private static final class Spot {
        int samples;
        int addresses;
        long hottest;
        int ofHottest;

        /** Each address comes once. */
        void add(long address, int count) {
            samples += count;
            addresses++;
            if (count > ofHottest) {
                hottest = address;
                ofHottest = count;
            }
        }

        void addAll(Spot other) {
            samples += other.samples;
            addresses += other.addresses;
        }
    }
}
