package io.culprit.model.evidence;

import io.culprit.model.Answer;
import java.util.List;

/**
 * All that one investigation read of one host.
 *
 * @param format version of this document's shape; see {@link #FORMAT}
 * @param suspects who was looked at closely, hottest first
 * @param usage CPU and memory of the processes, over the window
 * @param sockets what the socket tables of the suspects' network namespaces and of the host's hold
 */
public record Evidence(
        int format,
        Host host,
        Window window,
        Answer<Load> load,
        Answer<Usage> usage,
        List<Suspect> suspects,
        Answer<SyscallTrace> syscalls,
        Answer<CpuProfile> profile,
        Answer<SystemLimits> limits,
        Answer<List<DescriptorUsage>> descriptorUsage,
        Answer<SocketTables> sockets,
        Answer<ProtocolMemory> protocolMemory,
        Answer<NetworkStack> network,
        Answer<HostMemory> memory,
        Answer<KernelLog> kernelLog) {

    /** Raised when a field changes its meaning or leaves; added fields alone do not raise it. */
    public static final int FORMAT = 1;

    public Evidence {
        suspects = List.copyOf(suspects);
    }
}
