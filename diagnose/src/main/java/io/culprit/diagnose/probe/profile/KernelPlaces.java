package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.symbols.Function;
import io.culprit.kernel.symbols.Kallsyms;
import io.culprit.kernel.sys.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places of addresses in the kernel.
 *
 * @param hidden why they have no names; empty when they have
 */
record KernelPlaces(Map<Long, Place> byAddress, String hidden) {
    static final Place NAMELESS = new Place("kernel", "", 0);

    static KernelPlaces of(long[] addresses) {
        // Five megabytes that nobody asks for are not read.
        if (addresses.length == 0) {
            return new KernelPlaces(Map.of(), "");
        }
        return switch (Kallsyms.resolve(addresses)) {
            case Read.Ok<List<Optional<Function>>>(List<Optional<Function>> functions) -> {
                Map<Long, Place> places = new HashMap<>();
                for (int i = 0; i < addresses.length; i++) {
                    places.put(
                            addresses[i],
                            functions.get(i).map(KernelPlaces::place).orElse(NAMELESS));
                }
                yield new KernelPlaces(places, "");
            }
            case Read.Refused<List<Optional<Function>>> r -> new KernelPlaces(Map.of(), r.why());
        };
    }

    private static Place place(Function f) {
        return new Place(f.module().isEmpty() ? NAMELESS.module() : f.module(), f.name(), f.start());
    }

    Place place(long address) {
        return byAddress.getOrDefault(address, NAMELESS);
    }
}
