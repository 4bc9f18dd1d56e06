package io.culprit.kernel.procfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code /proc/PID/cmdline} (proc_pid_cmdline(5)). The process can write there what it likes. */
public final class CommandLine {
    private static final String MASK = "***";
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(password|passwd|pwd|secret|token|api[-_]?key|credential|private[-_]?key)", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("(://[^/:@\\s]*:)[^@/\\s]+@");

    private CommandLine() {}

    /** Arguments; a process that wrote a title over them (setproctitle) yields one. */
    static String[] split(byte[] b) {
        List<String> arguments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= b.length; i++) {
            if (i == b.length || b[i] == 0) {
                if (i > start) {
                    arguments.add(new String(b, start, i - start, StandardCharsets.UTF_8));
                }
                start = i + 1;
            }
        }
        return arguments.toArray(String[]::new);
    }

    /** One line without what looks like a secret: values of options with a telling name, passwords in URLs. */
    public static String masked(String[] arguments) {
        StringBuilder line = new StringBuilder();
        boolean hideNext = false;
        for (String a : arguments) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            int equals = a.indexOf('=');
            String name = equals < 0 ? a : a.substring(0, equals);
            boolean secret = SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
            if (hideNext && !a.startsWith("-")) {
                line.append(MASK);
            } else if (secret && equals > 0) {
                line.append(name).append('=').append(MASK);
            } else {
                line.append(USER_AND_PASSWORD.matcher(a).replaceAll("$1" + MASK + "@"));
            }
            hideNext = secret && equals < 0 && a.startsWith("-");
        }
        return line.toString();
    }
}
