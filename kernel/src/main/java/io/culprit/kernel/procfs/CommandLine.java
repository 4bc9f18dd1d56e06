package io.culprit.kernel.procfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code /proc/PID/cmdline} (proc_pid_cmdline(5)). The process can write there what it likes. */
public final class CommandLine {
    private CommandLine() {}

    /** Arguments; a process that wrote a title over them (setproctitle) yields one. */
    static String[] split(byte[] b) {
        return split(b, b.length);
    }

    /** @param length of the bytes that count */
    public static String[] split(byte[] b, int length) {
        List<String> arguments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || b[i] == 0) {
                if (i > start) {
                    arguments.add(new String(b, start, i - start, StandardCharsets.UTF_8));
                }
                start = i + 1;
            }
        }
        return arguments.toArray(String[]::new);
    }

    /** One line without what looks like a secret; see {@link Secrets}. */
    public static String masked(String[] arguments) {
        StringBuilder line = new StringBuilder();
        Secrets secrets = new Secrets(arguments.length == 0 ? "" : arguments[0]);
        for (String a : arguments) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(secrets.mask(a));
        }
        return line.toString();
    }
}
