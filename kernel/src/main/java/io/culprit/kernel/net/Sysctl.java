package io.culprit.kernel.net;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.Arrays;

/** Files of {@code /proc/sys} that hold one or more whole numbers. */
public final class Sysctl {
    private Sysctl() {}

    /** @param name with slashes, such as {@code net/ipv4/tcp_mem} */
    public static Read<long[]> read(String name) {
        String path = "/proc/sys/" + name;
        return KernelFile.text(path).flatMap(text -> parse(path, text));
    }

    static Read<long[]> parse(String path, String text) {
        try {
            return Read.ok(Arrays.stream(text.strip().split("\\s+", -1))
                    .mapToLong(Long::parseLong)
                    .toArray());
        } catch (NumberFormatException e) {
            return Read.malformed("read " + path, "not a number: " + text);
        }
    }
}
