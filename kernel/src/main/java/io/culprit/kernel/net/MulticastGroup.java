package io.culprit.kernel.net;

import io.culprit.kernel.sockdiag.Address;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A membership: {@code /proc/PID/net/igmp} and {@code igmp6}.
 *
 * @param users how many joined, the kernel itself included
 */
public record MulticastGroup(int device, String deviceName, Address group, int users) {
    private static final int HEX = 16;
    private static final int ALL_HOSTS = 0xe0000001;
    private static final int SOLICITED_NODE_C = 1;
    private static final int SOLICITED_NODE_D = 0xff;

    /** The group is a word in the machine's order: 239.1.1.1 is {@code 010101EF} on x86. */
    public static List<MulticastGroup> parse4(String text) {
        List<MulticastGroup> groups = new ArrayList<>();
        int device = 0;
        String name = "";
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split("[\\s:]+", -1);
            try {
                if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
                    device = Integer.parseInt(f[0]);
                    name = f[1];
                } else if (f.length > 2 && f[0].length() == 8) {
                    int word = Integer.parseUnsignedInt(f[0], HEX);
                    int group = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word;
                    groups.add(new MulticastGroup(device, name, Address.v4(group), Integer.parseInt(f[1])));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                // Not a membership.
            }
        }
        return groups;
    }

    /** The group is printed byte by byte, in the order of the packet. */
    public static List<MulticastGroup> parse6(String text) {
        List<MulticastGroup> groups = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split("\\s+", -1);
            try {
                if (f.length > 3 && f[2].length() == 32) {
                    int[] w = new int[4];
                    for (int i = 0; i < 4; i++) {
                        w[i] = Integer.parseUnsignedInt(f[2].substring(8 * i, 8 * i + 8), HEX);
                    }
                    groups.add(new MulticastGroup(
                            Integer.parseInt(f[0]),
                            f[1],
                            new Address(true, w[0], w[1], w[2], w[3]),
                            Integer.parseInt(f[3])));
                }
            } catch (NumberFormatException e) {
                // Not a membership.
            }
        }
        return groups;
    }

    /** Joined by the kernel for every interface: all hosts, all nodes, the address's own solicited-node group. */
    public boolean automatic() {
        if (!group.six()) {
            return group.a() == ALL_HOSTS;
        }
        boolean allNodes =
                (group.a() == 0xff010000 || group.a() == 0xff020000) && (group.b() | group.c()) == 0 && group.d() == 1;
        boolean solicited = group.a() == 0xff020000
                && group.b() == 0
                && group.c() == SOLICITED_NODE_C
                && group.d() >>> 24 == SOLICITED_NODE_D;
        return allNodes || solicited;
    }
}
