package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.TcpStates;
import io.culprit.kernel.sys.Read;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.util.Optional;

/** How many TCP sockets of the host are in which state: the one dear reading, and therefore not at every sample. */
final class TcpStateCounts implements AutoCloseable {
    /** States change slowly where they matter. At 10 s, once a minute. */
    static final int SAMPLES = 6;

    /** Ten thousand sockets cost about 3 ms: with more of them, more seldom, so that a sample costs about 1 ms of it. */
    static final int SOCKETS_A_SAMPLE = 3000;

    /** CLOSING. */
    private static final int LAST_NAMED = 11;

    private static final String WAITING = HostKey.TCP_STATE + SocketState.name(SocketState.TIME_WAIT);

    private final TcpStates states = new TcpStates();
    private final String[] keys = new String[states.states()];
    /** States of one name, which are one key. */
    private final int[] same = new int[states.states()];

    private String refusal = "";
    private long waits;

    TcpStateCounts() {
        for (int state = 0; state < keys.length; state++) {
            keys[state] = HostKey.TCP_STATE + SocketState.name(state);
            same[state] = state;
            for (int earlier = state - 1; earlier >= 0; earlier--) {
                if (keys[earlier].equals(keys[state])) {
                    same[state] = earlier;
                }
            }
        }
    }

    /** @param waiting sockets in TIME_WAIT, or {@link Cursor#NONE} */
    void sample(long waiting, Frame frame) {
        if (waits > 0) {
            waits--;
            return;
        }
        Read<Integer> read = states.read();
        refusal = read.why();
        if (read instanceof Read.Ok<Integer>(Integer all)) {
            waits = Math.max(SAMPLES, all / SOCKETS_A_SAMPLE) - 1L;
            put(waiting, frame);
        } else {
            waits = HostFile.REFUSED_SAMPLES;
        }
    }

    private void put(long waiting, Frame frame) {
        for (int state = SocketState.ESTABLISHED; state < keys.length; state++) {
            if (same[state] != state || state == SocketState.TIME_WAIT) {
                continue;
            }
            long count = 0;
            for (int other = state; other < keys.length; other++) {
                count += same[other] == state ? states.count(other) : 0;
            }
            // Those that the kernel may learn one day have no name yet, and no series until then.
            if (state <= LAST_NAMED || count > 0) {
                frame.host(keys[state], count);
            }
        }
        if (waiting >= 0) {
            frame.host(WAITING, waiting);
        }
    }

    Optional<String> refused() {
        return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
    }

    @Override
    public void close() {
        states.close();
    }
}
