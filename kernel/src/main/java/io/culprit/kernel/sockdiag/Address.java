package io.culprit.kernel.sockdiag;

/** An internet address as the words of the packet; an IPv4 address has one, and an IPv6 socket may carry one mapped. */
public record Address(boolean six, int a, int b, int c, int d) {
    private static final int MAPPED = 0xffff;

    public static Address v4(int word) {
        return new Address(false, word, 0, 0, 0);
    }

    /** The IPv4 address within a mapped one, so that a peer is one peer whichever socket it meets. */
    public Address plain() {
        return six && a == 0 && b == 0 && c == MAPPED ? v4(d) : this;
    }

    public boolean wildcard() {
        return (a | b | c | d) == 0;
    }

    public boolean multicast() {
        Address p = plain();
        return p.six ? p.a >>> 24 == 0xff : p.a >>> 28 == 0xe;
    }

    public boolean loopback() {
        Address p = plain();
        return p.six ? (p.a | p.b | p.c) == 0 && p.d == 1 : p.a >>> 24 == 127;
    }

    /** As RFC 5952 writes it. */
    public String text() {
        Address p = plain();
        return p.six
                ? p.text6()
                : (p.a >>> 24) + "." + (p.a >>> 16 & 0xff) + "." + (p.a >>> 8 & 0xff) + "." + (p.a & 0xff);
    }

    /** With a port, the IPv6 address in brackets. */
    public String text(int port) {
        return plain().six ? "[" + text() + "]:" + port : text() + ":" + port;
    }

    private String text6() {
        int[] groups = {a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff};
        int best = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = 0;
            while (i + run < groups.length && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                best = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == best) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
