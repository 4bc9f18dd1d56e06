package io.culprit.kernel.symbols;

import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /proc/kallsyms}: the functions of the kernel and of its modules (kernel/kallsyms.c), 5 MB of text. */
public final class Kallsyms {
    private static final String PATH = "/proc/kallsyms";
    private static final int ADDRESS_DIGITS = 16;
    /** Blank, type, blank, and a name. */
    private static final int SHORTEST_REST = 4;

    private static final int LOWER_CASE = 0x20;
    /** The largest kernels have some 250 000 lines of 50 bytes. */
    private static final long MAX_BYTES = 256L << 20;

    private final Nearest nearest;
    private final NameSlots names;
    private long functions;
    private long hidden;

    Kallsyms(long[] addresses) {
        nearest = new Nearest(addresses);
        names = new NameSlots(nearest.slots());
    }

    /** The function of each address, in the order asked; refused in words where the kernel hides its addresses. */
    public static Read<List<Optional<Function>>> resolve(long[] addresses) {
        Kallsyms k = new Kallsyms(addresses);
        return Lines.of(PATH, 0, MAX_BYTES, k::line).flatMap(bytes -> k.answer(addresses));
    }

    /** {@code ffffffffa1c0f3b0 t name} and, for a module's, a tab and {@code [module]}. */
    void line(byte[] b, int from, int to) {
        int end = from + ADDRESS_DIGITS;
        if (to - end < SHORTEST_REST || b[end] != ' ' || b[end + 2] != ' ') {
            return;
        }
        int type = b[end + 1] | LOWER_CASE;
        if ((type != 't' && type != 'w') || Lines.hexEnd(b, from, end) != end) {
            return;
        }
        functions++;
        long address = Lines.hex(b, from, end);
        if (address == 0) {
            hidden++;
            return;
        }
        int slot = nearest.offer(address);
        if (slot != Nearest.NONE) {
            names.set(slot, b, end + 3, to - end - 3);
        }
    }

    Read<List<Optional<Function>>> answer(long[] addresses) {
        if (functions == 0) {
            return Read.malformed("read " + PATH, "no functions in it: the kernel has no symbols (CONFIG_KALLSYMS)");
        }
        if (hidden == functions) {
            return Read.malformed(
                    "read " + PATH,
                    "kernel symbols are hidden (kernel.kptr_restrict): needs root or CAP_SYSLOG, or "
                            + "kernel.kptr_restrict=0 with kernel.perf_event_paranoid <= 1");
        }
        List<Optional<Function>> answers = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            int slot = nearest.slotFor(address);
            answers.add(
                    slot == Nearest.NONE
                            ? Optional.empty()
                            : Optional.of(function(names.get(slot), nearest.start(slot))));
        }
        return Read.ok(answers);
    }

    private static Function function(String nameAndModule, long start) {
        int tab = nameAndModule.indexOf('\t');
        if (tab < 0) {
            return new Function(nameAndModule, "", start);
        }
        String module = nameAndModule.substring(tab + 1).replace("[", "").replace("]", "");
        return new Function(nameAndModule.substring(0, tab), module, start);
    }
}
