package io.culprit.kernel.perf;

import io.culprit.kernel.sys.KernelFile;
import java.io.File;

/** How many more descriptors this process may open. */
final class Descriptors {
    /** Left to everything else that opens files meanwhile. */
    private static final int RESERVE = 256;
    /** Where the limit is not known: the usual soft limit. */
    private static final int USUAL_LIMIT = 1024;

    private static final String LINE = "Max open files";

    private Descriptors() {}

    static int free() {
        long limit = KernelFile.text("/proc/self/limits")
                .asOptional()
                .map(Descriptors::softLimit)
                .orElse((long) USUAL_LIMIT);
        String[] open = new File("/proc/self/fd").list();
        long used = open == null ? 0 : open.length;
        return Math.clamp(limit - used - RESERVE, 0, Integer.MAX_VALUE);
    }

    static long softLimit(String limits) {
        for (String line : limits.split("\n", -1)) {
            if (line.startsWith(LINE)) {
                String soft = line.substring(LINE.length()).strip().split(" +", 2)[0];
                try {
                    return soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
                } catch (NumberFormatException e) {
                    return USUAL_LIMIT;
                }
            }
        }
        return USUAL_LIMIT;
    }
}
