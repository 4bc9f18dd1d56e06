package io.culprit.kernel.symbols;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /tmp/perf-PID.map}, where run-times that compile as they go (JVM, Node, .NET) may write what they made
 * (tools/perf/Documentation/jit-interface.txt): {@code START SIZE name}, in hexadecimal, later lines replacing earlier ones.
 *
 * <p>/tmp is everybody's: the file counts only when it is a plain file of the process's own user.
 */
public final class PerfMap {
    private static final int NO_FOLLOW = 0x20000;
    private static final int NO_FOLLOW_ARM64 = 0x8000;
    private static final int ADDRESS_DIGITS = 16;
    /** A large JVM writes some 30 MB. */
    private static final long MAX_BYTES = 128L << 20;

    private final Nearest nearest;
    private final NameSlots names;
    private final long[] sizes;

    PerfMap(long[] addresses) {
        nearest = new Nearest(addresses);
        names = new NameSlots(nearest.slots());
        sizes = new long[nearest.slots()];
    }

    /** The compiled function of each address, in the order asked. */
    public static Read<List<Optional<Function>>> resolve(int pid, long[] addresses) {
        return KernelFile.text("/proc/" + pid + "/status").flatMap(status -> {
            String path = "/proc/" + pid + "/root/tmp/perf-" + innermostPid(status, pid) + ".map";
            Optional<String> objection = objection(Path.of(path), uid(status));
            if (objection.isPresent()) {
                return Read.malformed("read " + path, objection.get());
            }
            PerfMap map = new PerfMap(addresses);
            int noFollow = System.getProperty("os.arch", "").equals("aarch64") ? NO_FOLLOW_ARM64 : NO_FOLLOW;
            return Lines.of(path, noFollow | Sys.O_NONBLOCK, MAX_BYTES, map::line)
                    .map(bytes -> map.answer(addresses));
        });
    }

    private static Optional<String> objection(Path path, Optional<Integer> uid) {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("the process wrote none");
            }
            Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return uid.isPresent() && owner.equals(uid.get())
                    ? Optional.empty()
                    : Optional.of("belongs to another user than the process");
        } catch (IOException e) {
            return Optional.of("cannot be looked at");
        }
    }

    /** As the process knows itself, which in a container is another number. */
    static int innermostPid(String status, int pid) {
        return field(status, "NSpid:")
                .map(f -> f[f.length - 1])
                .flatMap(PerfMap::number)
                .orElse(pid);
    }

    static Optional<Integer> uid(String status) {
        return field(status, "Uid:").map(f -> f[0]).flatMap(PerfMap::number);
    }

    private static Optional<String[]> field(String status, String name) {
        return status.lines()
                .filter(l -> l.startsWith(name))
                .findFirst()
                .map(l -> l.substring(name.length()).strip().split("\\s+", -1));
    }

    private static Optional<Integer> number(String s) {
        try {
            return Optional.of(Integer.parseUnsignedInt(s));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void line(byte[] b, int from, int to) {
        int start = prefixed(b, from, to);
        int startEnd = Lines.hexEnd(b, start, to);
        int size = prefixed(b, startEnd + 1, to);
        int sizeEnd = Lines.hexEnd(b, size, to);
        int name = sizeEnd + 1;
        if (startEnd == start
                || startEnd - start > ADDRESS_DIGITS
                || sizeEnd <= size
                || sizeEnd - size > ADDRESS_DIGITS
                || name >= to
                || b[startEnd] != ' '
                || b[sizeEnd] != ' ') {
            return;
        }
        int slot = nearest.offer(Lines.hex(b, start, startEnd));
        if (slot != Nearest.NONE) {
            sizes[slot] = Lines.hex(b, size, sizeEnd);
            names.set(slot, b, name, to - name);
        }
    }

    /** HotSpot writes {@code 0x} before its numbers, V8 does not. */
    private static int prefixed(byte[] b, int from, int to) {
        return from + 1 < to && b[from] == '0' && b[from + 1] == 'x' ? from + 2 : from;
    }

    List<Optional<Function>> answer(long[] addresses) {
        List<Optional<Function>> answers = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            int slot = nearest.slotFor(address);
            boolean inside =
                    slot != Nearest.NONE && Long.compareUnsigned(address - nearest.start(slot), sizes[slot]) < 0;
            answers.add(
                    inside ? Optional.of(new Function(names.get(slot), "", nearest.start(slot))) : Optional.empty());
        }
        return answers;
    }
}
