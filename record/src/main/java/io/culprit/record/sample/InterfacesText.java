package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/net/dev}: {@code eth0:bytes packets errs drop fifo frame compressed multicast bytes packets ...}, received and
 * sent. The first interfaces that were seen, in the kernel's order, which is that of their making: a host of containers makes
 * and unmakes thousands, and each would leave six series behind for ever.
 */
final class InterfacesText implements HostText {
    /** All that a machine has of its own, and some of its containers'. */
    static final int MAX_INTERFACES = 64;

    /** IFNAMSIZ without its zero, and some for a tool's alias. */
    private static final int MAX_NAME_BYTES = 64;

    /** Columns of what is recorded, by the order of {@link Interface#keys}. */
    private static final int[] COLUMNS = {1, 9, 0, 8, 3, 7};

    private static final int ALL_COLUMNS = 10;

    private final Interface[] known = new Interface[MAX_INTERFACES];
    private final long[] values = new long[ALL_COLUMNS];
    private int count;
    private int next;
    private int leftOut;

    @Override
    public void take(Cursor text, Frame frame) {
        leftOut = 0;
        next = 0;
        for (; text.more(); text.line()) {
            text.blanks();
            int begin = text.position();
            int length = text.lastInLine(':') - begin;
            if (length <= 0 || length > MAX_NAME_BYTES) {
                continue;
            }
            text.back(begin + length + 1);
            if (!columns(text)) {
                continue;
            }
            int of = find(text, begin, length);
            if (of < 0) {
                leftOut++;
                continue;
            }
            for (int i = 0; i < COLUMNS.length; i++) {
                frame.host(known[of].keys[i], values[COLUMNS[i]]);
            }
        }
    }

    /** Interfaces that are there and not recorded. */
    int leftOut() {
        return leftOut;
    }

    private boolean columns(Cursor text) {
        for (int i = 0; i < ALL_COLUMNS; i++) {
            values[i] = text.number();
            if (values[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** @return -1 for one too many */
    private int find(Cursor text, int begin, int length) {
        for (int i = 0; i < count; i++) {
            // The order stays, so that it nearly always is the one behind the last.
            int at = (next + i) % count;
            if (text.same(begin, length, known[at].name)) {
                next = at + 1;
                return at;
            }
        }
        if (count == MAX_INTERFACES) {
            return -1;
        }
        known[count] = new Interface(text.copy(begin, length));
        next = count + 1;
        return count++;
    }

    private static final class Interface {
        private final byte[] name;
        private final String[] keys;

        Interface(byte[] name) {
            this.name = name;
            // A character for each byte: two names that are no text stay two names.
            String text = new String(name, StandardCharsets.ISO_8859_1);
            keys = new String[] {
                HostKey.RX_PACKETS + text,
                HostKey.TX_PACKETS + text,
                HostKey.RX_BYTES + text,
                HostKey.TX_BYTES + text,
                HostKey.RX_DROPPED + text,
                HostKey.MULTICAST + text
            };
        }
    }
}
