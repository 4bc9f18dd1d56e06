package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.procfs.Links;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor.Holder;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plain walk over the descriptors of the live machine, as slow as it is short. */
record Walk(List<SocketFd> sockets, Optional<String> incomplete) implements Holdings {

    static Walk live() {
        List<SocketFd> found = new ArrayList<>();
        int refused = 0;
        for (int pid : Processes.pids()) {
            String[] fds = new File("/proc/" + pid + "/fd").list();
            refused += fds == null ? 1 : 0;
            for (String fd : fds == null ? new String[0] : fds) {
                Links.read("/proc/" + pid + "/fd/" + fd)
                        .asOptional()
                        .filter(target -> target.startsWith("socket:["))
                        .ifPresent(target -> found.add(new SocketFd(
                                pid, Integer.parseInt(fd), Long.parseLong(target, 8, target.length() - 1, 10))));
            }
        }
        return new Walk(
                List.copyOf(found),
                refused == 0 ? Optional.empty() : Optional.of(refused + " processes could not be looked at"));
    }

    static Names names() {
        return pid -> {
            try (Processes processes = new Processes()) {
                return processes.stat(pid).asOptional().map(Walk::named);
            }
        };
    }

    private static Names.Named named(PidStat stat) {
        return new Names.Named(new ProcessId("boot", stat.pid(), stat.startTicks()), stat.name(), stat.name());
    }

    @Override
    public List<Holder> holders(long socketInode) {
        return sockets.stream()
                .filter(s -> s.inode() == socketInode)
                .flatMap(s ->
                        names().byPid(s.pid()).stream().map(n -> new Holder(n.id(), n.name(), n.program(), s.fd())))
                .toList();
    }
}
