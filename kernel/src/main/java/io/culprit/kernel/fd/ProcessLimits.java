package io.culprit.kernel.fd;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * {@code /proc/PID/limits} (proc_pid_limits(5)) by the name in its first column. Readable for everybody.
 */
public record ProcessLimits(Map<String, Limit> byName) {
    private static final String OPEN_FILES = "Max open files";
    private static final String UNLIMITED = "unlimited";

    /** Either is {@link Long#MAX_VALUE} when unlimited. */
    public record Limit(long soft, long hard) {}

    public static Read<ProcessLimits> of(int pid) {
        return KernelFile.text("/proc/" + pid + "/limits").map(ProcessLimits::parse);
    }

    /** Lines of another form are passed over. */
    public static ProcessLimits parse(String text) {
        Map<String, Limit> limits = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            // Names hold single blanks; two or more part the first column from the rest.
            String[] columns = line.split(" {2,}", 2);
            if (columns.length == 2) {
                limit(columns[1]).ifPresent(l -> limits.put(columns[0], l));
            }
        }
        return new ProcessLimits(Map.copyOf(limits));
    }

    /** {@code RLIMIT_NOFILE} alone: for thousands of processes, all sixteen would cost ten times as much. */
    public static Read<Limit> openFiles(int pid) {
        String path = "/proc/" + pid + "/limits";
        return KernelFile.bytes(path)
                .flatMap(b -> openFiles(new String(b, StandardCharsets.ISO_8859_1))
                        .map(Read::ok)
                        .orElse(Read.malformed("read " + path, "has no line '" + OPEN_FILES + "'")));
    }

    static Optional<Limit> openFiles(String text) {
        int at = text.indexOf(OPEN_FILES);
        if (at < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', at);
        return limit(text.substring(at + OPEN_FILES.length(), end < 0 ? text.length() : end));
    }

    private static Optional<Limit> limit(String columns) {
        StringTokenizer words = new StringTokenizer(columns);
        if (words.countTokens() < 2) {
            return Optional.empty();
        }
        OptionalLong soft = number(words.nextToken());
        OptionalLong hard = number(words.nextToken());
        return soft.isPresent() && hard.isPresent()
                ? Optional.of(new Limit(soft.getAsLong(), hard.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong number(String s) {
        if (s.equals(UNLIMITED)) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
        try {
            return OptionalLong.of(Long.parseLong(s));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
