package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.NetworkStack.Interface;
import io.culprit.model.evidence.NetworkStack.Softnet;
import io.culprit.model.recording.HostKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Step 11: traffic and drops. What else there is of the network, {@link Unrecorded} says not to be known. */
final class NetworkReplay {
    private NetworkReplay() {}

    static Answer<NetworkStack> of(HostWindow host) {
        List<Interface> interfaces = new ArrayList<>();
        for (String name : host.levels(HostKey.RX_PACKETS).keySet()) {
            interfaces.add(new Interface(
                    "host",
                    name,
                    rate(host, HostKey.RX_PACKETS + name),
                    rate(host, HostKey.TX_PACKETS + name),
                    rate(host, HostKey.RX_BYTES + name),
                    rate(host, HostKey.TX_BYTES + name),
                    rate(host, HostKey.RX_DROPPED + name),
                    0,
                    rate(host, HostKey.MULTICAST + name)));
        }
        interfaces.sort(Comparator.comparingDouble((Interface i) -> i.receivedPerSecond() + i.sentPerSecond())
                .reversed()
                .thenComparing(Interface::name));
        OptionalDouble packets = host.rate(HostKey.SOFTNET_PACKETS);
        if (interfaces.isEmpty() && packets.isEmpty()) {
            return Lacks.notRecorded("the network's counters");
        }
        return Answer.known(new NetworkStack(
                packets.isPresent()
                        ? Answer.known(List.of(new Softnet(
                                0,
                                total(host, HostKey.SOFTNET_PACKETS),
                                total(host, HostKey.SOFTNET_DROPPED),
                                total(host, HostKey.SOFTNET_SQUEEZED))))
                        : Lacks.notRecorded("softnet_stat"),
                Lacks.live(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Lacks.live(),
                interfaces,
                Lacks.live()));
    }

    private static double rate(HostWindow host, String key) {
        return host.rate(key).orElse(0);
    }

    private static long total(HostWindow host, String key) {
        return Math.round(rate(host, key) * host.seconds());
    }
}
