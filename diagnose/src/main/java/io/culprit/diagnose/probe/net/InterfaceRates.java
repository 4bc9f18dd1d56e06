package io.culprit.diagnose.probe.net;

import io.culprit.kernel.net.NetDev;
import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.sys.Read;
import io.culprit.model.evidence.NetworkStack.Interface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Traffic of the interfaces in the namespaces that are looked at, each counted from when its namespace was first read. */
final class InterfaceRates {
    /** A host of containers has a thousand, nearly all idle. */
    private static final int MAX_LISTED = 100;

    private record First(Map<String, NetDev> devices, long nanos) {}

    private final Namespaces namespaces;
    private final Map<Integer, First> first = new HashMap<>();

    InterfaceRates(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /** Reads those that were not read before. */
    void begin() {
        for (int i = 0; i < namespaces.size(); i++) {
            if (!first.containsKey(i)) {
                first.put(i, new First(read(i), System.nanoTime()));
            }
        }
    }

    /** Interfaces that were there at both ends, busiest first. */
    List<Interface> finish() {
        List<Interface> all = new ArrayList<>();
        first.forEach((index, then) -> {
            double seconds = Math.max(1e-3, (System.nanoTime() - then.nanos) / 1e9);
            read(index).forEach((name, now) -> {
                NetDev before = then.devices.get(name);
                if (before != null) {
                    all.add(rates(namespaces.label(index), name, now.since(before), seconds));
                }
            });
        });
        all.sort(Comparator.comparingDouble((Interface i) -> i.dropsPerSecond() + i.errorsPerSecond())
                .thenComparingDouble(i -> i.receivedPerSecond() + i.sentPerSecond())
                .reversed()
                .thenComparing(Interface::namespace)
                .thenComparing(Interface::name));
        return all.subList(0, Math.min(MAX_LISTED, all.size()));
    }

    private Map<String, NetDev> read(int index) {
        for (int pid : namespaces.members(index)) {
            if (new NetFiles(pid).dev() instanceof Read.Ok<Map<String, NetDev>>(Map<String, NetDev> devices)) {
                return devices;
            }
        }
        return Map.of();
    }

    private static Interface rates(String namespace, String name, NetDev d, double seconds) {
        return new Interface(
                namespace,
                name,
                d.receivedPackets() / seconds,
                d.sentPackets() / seconds,
                d.receivedBytes() / seconds,
                d.sentBytes() / seconds,
                (d.receiveDrops() + d.sendDrops()) / seconds,
                (d.receiveErrors() + d.sendErrors()) / seconds,
                d.multicast() / seconds);
    }
}
