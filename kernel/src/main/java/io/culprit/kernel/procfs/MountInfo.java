package io.culprit.kernel.procfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of {@code /proc/PID/mountinfo} (proc_pid_mountinfo(5)).
 *
 * @param root which part of the file system is mounted
 * @param point where
 * @param type of the file system, such as {@code cgroup2}
 * @param options of the superblock; for cgroup version 1 its controllers
 */
public record MountInfo(String root, String point, String type, List<String> options) {
    private static final int ROOT_FIELD = 3;
    private static final int POINT_FIELD = 4;
    private static final int OCTAL_DIGITS = 3;

    public MountInfo {
        options = List.copyOf(options);
    }

    /** Lines of another form are passed over. */
    public static List<MountInfo> parse(String text) {
        List<MountInfo> all = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            // Between the mount's options and the type stand any number of optional fields, ended by a dash.
            int dash = line.indexOf(" - ");
            if (dash < 0) {
                continue;
            }
            String[] mount = line.substring(0, dash).split(" ", -1);
            String[] fileSystem = line.substring(dash + 3).split(" ", -1);
            if (mount.length > POINT_FIELD && fileSystem.length >= 3) {
                all.add(new MountInfo(
                        unescaped(mount[ROOT_FIELD]),
                        unescaped(mount[POINT_FIELD]),
                        fileSystem[0],
                        Arrays.asList(fileSystem[2].split(",", -1))));
            }
        }
        return all;
    }

    /** Blank, tab, line end and backslash come as {@code \040} and the like. */
    private static String unescaped(String s) {
        if (s.indexOf('\\') < 0) {
            return s;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && s.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*")) {
                out.append((char) Integer.parseInt(s.substring(i + 1, i + 1 + OCTAL_DIGITS), 8));
                i += OCTAL_DIGITS;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
