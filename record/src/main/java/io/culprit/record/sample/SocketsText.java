package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/net/sockstat}: {@code TCP: inuse 1 orphan 0 tw 2 alloc 1 mem 108}. Orphans and memory are of the whole host and
 * of both families; sockstat6 has nothing that is recorded.
 */
final class SocketsText implements HostText {
    private static final byte[] SOCKETS = key("sockets:");
    private static final byte[] TCP = key("TCP:");
    private static final byte[] UDP = key("UDP:");
    private static final byte[] USED = key("used ");
    private static final byte[] ORPHAN = key("orphan ");
    private static final byte[] WAITING = key("tw ");
    private static final byte[] MEMORY = key("mem ");

    private final long pageBytes;
    private long waiting = Cursor.NONE;

    SocketsText(long pageBytes) {
        this.pageBytes = pageBytes;
    }

    @Override
    public void take(Cursor text, Frame frame) {
        waiting = Cursor.NONE;
        for (; text.more(); text.line()) {
            if (text.skip(SOCKETS)) {
                text.blanks();
                if (text.skip(USED)) {
                    put(frame, HostKey.SOCKETS_USED, text.number(), 1);
                }
            } else if (text.skip(TCP)) {
                tcp(text, frame);
            } else if (text.skip(UDP)) {
                udp(text, frame);
            }
        }
    }

    private void tcp(Cursor text, Frame frame) {
        boolean more = true;
        while (more) {
            text.blanks();
            if (text.skip(ORPHAN)) {
                put(frame, HostKey.TCP_ORPHANS, text.number(), 1);
            } else if (text.skip(WAITING)) {
                waiting = text.number();
                put(frame, HostKey.TCP_TIME_WAIT, waiting, 1);
            } else if (text.skip(MEMORY)) {
                put(frame, HostKey.TCP_MEMORY, text.number(), pageBytes);
            } else {
                more = text.word();
            }
        }
    }

    private void udp(Cursor text, Frame frame) {
        boolean more = true;
        while (more) {
            text.blanks();
            if (text.skip(MEMORY)) {
                put(frame, HostKey.UDP_MEMORY, text.number(), pageBytes);
            } else {
                more = text.word();
            }
        }
    }

    /** Sockets in TIME_WAIT at the last sample; {@link Cursor#NONE} when not known. */
    long waiting() {
        return waiting;
    }

    private static void put(Frame frame, String key, long value, long unit) {
        if (value >= 0) {
            frame.host(key, value * unit);
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
