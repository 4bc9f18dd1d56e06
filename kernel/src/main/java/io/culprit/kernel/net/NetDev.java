package io.culprit.kernel.net;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /proc/PID/net/dev} (proc_pid_net(5)): counters of one interface since it was made. */
public record NetDev(
        long receivedBytes,
        long receivedPackets,
        long receiveErrors,
        long receiveDrops,
        long multicast,
        long sentBytes,
        long sentPackets,
        long sendErrors,
        long sendDrops) {
    private static final int COLUMNS = 16;

    /** By name, in the kernel's order. A name may hold a colon (an alias of old tools), never a blank. */
    public static Map<String, NetDev> parse(String text) {
        Map<String, NetDev> devices = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int colon = line.lastIndexOf(':');
            String[] f = line.substring(colon + 1).strip().split("\\s+", -1);
            if (colon < 0 || f.length < COLUMNS) {
                continue;
            }
            try {
                long[] n = new long[COLUMNS];
                for (int i = 0; i < COLUMNS; i++) {
                    n[i] = Long.parseUnsignedLong(f[i]);
                }
                devices.put(
                        line.substring(0, colon).strip(),
                        new NetDev(n[0], n[1], n[2], n[3], n[7], n[8], n[9], n[10], n[11]));
            } catch (NumberFormatException e) {
                // Not a line of this file.
            }
        }
        return devices;
    }

    public NetDev since(NetDev earlier) {
        return new NetDev(
                rise(receivedBytes, earlier.receivedBytes),
                rise(receivedPackets, earlier.receivedPackets),
                rise(receiveErrors, earlier.receiveErrors),
                rise(receiveDrops, earlier.receiveDrops),
                rise(multicast, earlier.multicast),
                rise(sentBytes, earlier.sentBytes),
                rise(sentPackets, earlier.sentPackets),
                rise(sendErrors, earlier.sendErrors),
                rise(sendDrops, earlier.sendDrops));
    }

    /** An interface of the same name that was made anew begins at 0. */
    private static long rise(long now, long earlier) {
        return Math.max(0, now - earlier);
    }
}
