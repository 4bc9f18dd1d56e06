package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Targets of symbolic links, as bytes that need not be a path: {@code socket:[1]}, {@code /tmp/x (deleted)} (readlink(2)). */
public final class Links {
    private static final int TARGET_BYTES = 4096;

    private Links() {}

    public static Read<String> read(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(TARGET_BYTES);
            long n = Sys.call(
                    Arch.current().readlinkat(),
                    Sys.AT_FDCWD,
                    arena.allocateFrom(path).address(),
                    target.address(),
                    TARGET_BYTES);
            return n < 0
                    ? Read.refused("readlink " + path, (int) -n)
                    : Read.ok(new String(target.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
        }
    }
}
