package io.culprit.kernel.net;

import io.culprit.kernel.sockdiag.NetNamespace;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Readers for one network namespace, by a process that lives in it.
 *
 * @param pid any process of the namespace
 */
public record NetFiles(int pid) {

    /**
     * Of the host: the first process's namespace, which is not ours where we run in a container; ours where that may not be
     * looked at.
     */
    public static NetFiles host() {
        return new NetFiles(NetNamespace.of(1) instanceof Read.Ok<Long> ? 1 : self());
    }

    private static int self() {
        return (int) ProcessHandle.current().pid();
    }

    /** Whether it is the namespace that we live in ourselves. */
    public boolean ours() {
        return pid == self()
                || NetNamespace.own().asOptional().equals(NetNamespace.of(pid).asOptional());
    }

    public Read<NetCounters> snmp() {
        return text("snmp").map(NetCounters::pairs);
    }

    public Read<NetCounters> netstat() {
        return text("netstat").map(NetCounters::pairs);
    }

    /** Refused where the kernel has no IPv6. */
    public Read<NetCounters> snmp6() {
        return text("snmp6").map(NetCounters::snmp6);
    }

    public Read<NetCounters> sockstat() {
        return text("sockstat").map(NetCounters::sockstat);
    }

    public Read<NetCounters> sockstat6() {
        return text("sockstat6").map(NetCounters::sockstat);
    }

    public Read<Map<String, NetDev>> dev() {
        return text("dev").map(NetDev::parse);
    }

    /** IGMP and MLD; a kernel without either has no such file. */
    public Read<List<MulticastGroup>> groups() {
        Read<List<MulticastGroup>> four = text("igmp").map(MulticastGroup::parse4);
        Read<List<MulticastGroup>> six = text("igmp6").map(MulticastGroup::parse6);
        if (four instanceof Read.Refused<List<MulticastGroup>> && six instanceof Read.Refused<List<MulticastGroup>>) {
            return four;
        }
        List<MulticastGroup> groups = new ArrayList<>(four.asOptional().orElse(List.of()));
        groups.addAll(six.asOptional().orElse(List.of()));
        return Read.ok(groups);
    }

    /** Of {@code /proc/sys}, which shows each reader its own namespace. */
    public Read<long[]> sysctl(String name) {
        Supplier<Read<long[]>> read = () -> Sysctl.read(name);
        return ours() ? read.get() : NetNamespace.inside(pid, read).flatMap(r -> r);
    }

    private Read<String> text(String file) {
        return KernelFile.text("/proc/" + pid + "/net/" + file);
    }
}
