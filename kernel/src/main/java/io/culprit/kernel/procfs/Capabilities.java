package io.culprit.kernel.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The effective rights in a {@code /proc/PID/status} (capabilities(7), include/uapi/linux/capability.h).
 *
 * @param uid effective
 * @param names of those capabilities that decide what can be observed
 */
public record Capabilities(int uid, List<String> names) {
    private static final Map<Integer, String> BITS = new TreeMap<>(Map.ofEntries(
            Map.entry(1, "CAP_DAC_OVERRIDE"),
            Map.entry(2, "CAP_DAC_READ_SEARCH"),
            Map.entry(12, "CAP_NET_ADMIN"),
            Map.entry(13, "CAP_NET_RAW"),
            Map.entry(19, "CAP_SYS_PTRACE"),
            Map.entry(21, "CAP_SYS_ADMIN"),
            Map.entry(24, "CAP_SYS_RESOURCE"),
            Map.entry(34, "CAP_SYSLOG"),
            Map.entry(38, "CAP_PERFMON"),
            Map.entry(39, "CAP_BPF"),
            Map.entry(40, "CAP_CHECKPOINT_RESTORE")));
    /** Lines {@code Uid:} and the like hold the real, effective, saved and file system's id. */
    private static final int EFFECTIVE = 2;
    /** The overflow uid, which owns nothing: for a status without a readable line. */
    private static final int NOBODY = 65_534;

    public Capabilities {
        names = List.copyOf(names);
    }

    public static Capabilities parse(String status) {
        int uid = NOBODY;
        long effective = 0;
        for (String line : status.split("\n", -1)) {
            String[] f = line.split("\\s+", -1);
            try {
                if (f[0].equals("Uid:") && f.length > EFFECTIVE) {
                    uid = Integer.parseUnsignedInt(f[EFFECTIVE]);
                } else if (f[0].equals("CapEff:") && f.length > 1) {
                    effective = Long.parseUnsignedLong(f[1], 16);
                }
            } catch (NumberFormatException e) {
                // Not a number where one belongs: no right is assumed.
            }
        }
        List<String> names = new ArrayList<>();
        for (var bit : BITS.entrySet()) {
            if ((effective >>> bit.getKey() & 1) != 0) {
                names.add(bit.getValue());
            }
        }
        return new Capabilities(uid, names);
    }
}
