package io.culprit.kernel.procfs;

import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Mappings of a process one by one: a process may have 65 530 (vm.max_map_count) or, where an administrator allows, millions. */
public final class MapsScan {
    private static final int CHUNK_BYTES = 64 * 1024;
    /** Beyond this nobody needs the rest, and the target's memory map was locked long enough. */
    public static final int MAX_MAPPINGS = 500_000;

    private MapsScan() {}

    /** @return how many mappings there are; {@link #MAX_MAPPINGS} when it gave up there */
    public static Read<Integer> of(int pid, Consumer<Mapping> each) {
        return of("/proc/" + pid + "/maps", each);
    }

    static Read<Integer> of(String path, Consumer<Mapping> each) {
        int fd = Sys.open(path, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open " + path, -fd);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(CHUNK_BYTES);
            byte[] bytes = new byte[CHUNK_BYTES];
            int kept = 0;
            int count = 0;
            while (true) {
                long n = Sys.read(fd, buffer.asSlice(kept));
                if (n < 0) {
                    return Read.refused("read " + path, (int) -n);
                }
                int length = kept + (int) n;
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
                int end = n == 0 ? length : lineEnd(bytes, length);
                List<Mapping> parsed = MapsFile.parse(new String(bytes, 0, end, StandardCharsets.UTF_8));
                parsed.forEach(each);
                count += parsed.size();
                // A line that fills the buffer is none of the kernel's: paths are shorter. Dropping it keeps us moving.
                kept = end == 0 && length == CHUNK_BYTES ? 0 : length - end;
                MemorySegment.copy(bytes, end, buffer, ValueLayout.JAVA_BYTE, 0, kept);
                if (n == 0 || count >= MAX_MAPPINGS) {
                    return Read.ok(count);
                }
            }
        } finally {
            Sys.close(fd);
        }
    }

    private static int lineEnd(byte[] b, int length) {
        for (int i = length; i > 0; i--) {
            if (b[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }
}
