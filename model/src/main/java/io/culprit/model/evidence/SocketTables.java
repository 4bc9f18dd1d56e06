package io.culprit.model.evidence;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.List;
import java.util.Map;

/**
 * Steps 5, 9 and 10: all sockets that the host's network namespace, and those of the suspects, hold.
 *
 * @param source {@code sock_diag}, or {@code /proc/net} where netlink was refused
 * @param tcpStates sockets by TCP state, all namespaces read
 * @param otherCounts sockets by protocol other than TCP
 * @param statePeers for the states of the method, the top peers
 * @param stateHolders for each of these states, the processes that hold most
 * @param unidentified processes that hold sockets which no protocol table knows, most first
 * @param listeners listening sockets whose backlog was not empty, and all whose limit is small, fullest first
 * @param dropping sockets whose drop counter rose within the window, most first
 * @param notes what could not be read, was sampled, or is a lower bound, a line each
 */
public record SocketTables(
        String source,
        int namespaces,
        Map<String, Integer> tcpStates,
        Map<String, Integer> otherCounts,
        List<StatePeers> statePeers,
        List<StateHolder> stateHolders,
        Answer<List<UnidentifiedSockets>> unidentified,
        List<Listener> listeners,
        List<DroppingSocket> dropping,
        List<String> notes) {

    public SocketTables {
        tcpStates = Map.copyOf(tcpStates);
        otherCounts = Map.copyOf(otherCounts);
        statePeers = List.copyOf(statePeers);
        stateHolders = List.copyOf(stateHolders);
        listeners = List.copyOf(listeners);
        dropping = List.copyOf(dropping);
        notes = List.copyOf(notes);
    }

    /** With nothing to be noted. */
    public SocketTables(
            String source,
            int namespaces,
            Map<String, Integer> tcpStates,
            Map<String, Integer> otherCounts,
            List<StatePeers> statePeers,
            List<StateHolder> stateHolders,
            Answer<List<UnidentifiedSockets>> unidentified,
            List<Listener> listeners,
            List<DroppingSocket> dropping) {
        this(
                source,
                namespaces,
                tcpStates,
                otherCounts,
                statePeers,
                stateHolders,
                unidentified,
                listeners,
                dropping,
                List.of());
    }

    /**
     * @param total sockets in the state
     * @param distinctPeers different peer addresses in the state
     * @param top at most five
     */
    public record StatePeers(String state, int total, int distinctPeers, List<PeerCount> top) {
        public StatePeers {
            top = List.copyOf(top);
        }
    }

    /**
     * The connections with one peer in one direction: an address that both connects and is connected to, as on loopback, is
     * listed for each.
     *
     * @param holders processes that hold the sockets of this peer, most first, at most three
     * @param accepted how many of them came in to a port that this host listens on; the others it opened itself
     */
    public record PeerCount(String address, int count, List<StateHolder> holders, Answer<Integer> accepted) {
        public PeerCount {
            holders = List.copyOf(holders);
        }

        public PeerCount(String address, int count, List<StateHolder> holders) {
            this(address, count, holders, Answer.unavailable("it was not read which side opened the connections"));
        }
    }

    /** @param growth change of the count between the first and the last dump of the window */
    public record StateHolder(String state, ProcessId process, String name, String program, int count, int growth) {}

    /** @param byProtocol such as {@code TCP -> 500} (getxattr {@code system.sockprotoname}) */
    public record UnidentifiedSockets(
            ProcessId process, String name, String program, int count, int growth, Map<String, Integer> byProtocol) {
        public UnidentifiedSockets {
            byProtocol = Map.copyOf(byProtocol);
        }
    }

    /** @param queued connections waiting for accept; {@code limit} the backlog */
    public record Listener(String local, long queued, long limit, List<Descriptor.Holder> holders) {
        public Listener {
            holders = List.copyOf(holders);
        }
    }

    /** @param drops within the window */
    public record DroppingSocket(SocketInfo socket, long drops, List<Descriptor.Holder> holders) {
        public DroppingSocket {
            holders = List.copyOf(holders);
        }
    }
}
