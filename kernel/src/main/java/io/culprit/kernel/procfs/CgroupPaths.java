package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/PID/cgroup} (cgroups(7)): path by controller; the unified hierarchy has the empty name.
 */
public record CgroupPaths(Map<String, String> byController) {
    private static final Pattern UNIT = Pattern.compile("/([^/]+\\.(?:service|scope))(?=/|$)");
    /** Docker, containerd, CRI-O and podman name their cgroups by 64 hex digits, with a prefix, a suffix, both or none. */
    private static final Pattern CONTAINER = Pattern.compile("([0-9a-f]{64})");

    private static final int SHORT_ID = 12;

    public static Read<CgroupPaths> of(int pid) {
        return KernelFile.text("/proc/" + pid + "/cgroup").map(CgroupPaths::parse);
    }

    public static CgroupPaths parse(String text) {
        Map<String, String> paths = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.split(":", 3);
            if (f.length == 3) {
                for (String controller : f[1].isEmpty() ? List.of("") : List.of(f[1].split(",", -1))) {
                    paths.put(controller, f[2]);
                }
            }
        }
        return new CgroupPaths(Map.copyOf(paths));
    }

    /** The one to show where only one can be: of the unified hierarchy when something is in it. */
    public Optional<String> shown() {
        String unified = byController.getOrDefault("", "");
        return unified.length() > 1
                ? Optional.of(unified)
                : new TreeMap<>(byController)
                        .values().stream().filter(p -> p.length() > 1).findFirst();
    }

    /** The innermost systemd service; a login session's scope is no unit that says what runs. */
    public Optional<String> unit() {
        String best = "";
        // The unified hierarchy comes first; of old ones any that knows, but always the same.
        for (String path : new TreeMap<>(byController).values()) {
            Matcher m = UNIT.matcher(path);
            while (m.find()) {
                boolean session =
                        m.group(1).startsWith("session-") || m.group(1).startsWith("user@");
                if (!session) {
                    best = m.group(1);
                }
            }
            if (!best.isEmpty()) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    /** The container's id, its first 12 digits as the engines print it. */
    public Optional<String> container() {
        for (String path : new TreeMap<>(byController).values()) {
            Matcher m = CONTAINER.matcher(path);
            String last = "";
            while (m.find()) {
                last = m.group(1);
            }
            if (!last.isEmpty()) {
                return Optional.of(last.substring(0, SHORT_ID));
            }
        }
        return Optional.empty();
    }
}
