package io.culprit.diagnose.plan;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.fd.DescriptorUsageProbe;
import io.culprit.diagnose.probe.fd.FdCensus;
import io.culprit.diagnose.probe.host.HostMemoryProbe;
import io.culprit.diagnose.probe.host.HostProbe;
import io.culprit.diagnose.probe.host.LoadProbe;
import io.culprit.diagnose.probe.host.UsageProbe;
import io.culprit.diagnose.probe.net.NetworkProbe;
import io.culprit.diagnose.probe.net.ProtocolMemoryProbe;
import io.culprit.diagnose.probe.net.SocketTablesProbe;
import java.util.Collection;

/** All that looks at the whole host through the window. Used by one thread. */
final class HostProbes {
    final HostProbe host = new HostProbe();
    final LoadProbe load = new LoadProbe();
    final UsageProbe usage;
    final HostMemoryProbe memory = new HostMemoryProbe();
    final DescriptorUsageProbe descriptors;
    final SocketTablesProbe sockets;
    final ProtocolMemoryProbe protocolMemory = new ProtocolMemoryProbe();
    final NetworkProbe network;

    HostProbes(UsageProbe usage) {
        this.usage = usage;
        descriptors = new DescriptorUsageProbe(usage);
        sockets = new SocketTablesProbe(usage, this::census);
        network = new NetworkProbe(sockets);
    }

    private Holdings census() {
        return FdCensus.take(usage);
    }

    /** The processes' CPU first: the sooner it begins, the sooner there is something to say. */
    void begin() {
        usage.begin();
        load.begin();
        host.begin();
        memory.begin();
        protocolMemory.begin();
        network.begin();
        descriptors.begin();
        sockets.begin();
    }

    void tick() {
        usage.tick();
        tickBesidesUsage();
    }

    void tickBesidesUsage() {
        load.tick();
        memory.tick();
        protocolMemory.tick();
        network.tick();
        descriptors.tick();
        sockets.tick();
    }

    void also(Collection<Integer> suspects) {
        descriptors.also(suspects);
        sockets.also(suspects);
    }
}
