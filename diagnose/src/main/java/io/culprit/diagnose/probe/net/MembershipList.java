package io.culprit.diagnose.probe.net;

import io.culprit.kernel.net.MulticastGroup;
import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.NetworkStack.Membership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The memberships of the namespaces that are looked at, each with the processes that it may belong to. */
final class MembershipList {
    private static final int MAX_LISTED = 200;
    private static final int MAX_HOLDERS = 16;

    private final SocketTablesProbe sockets;

    MembershipList(SocketTablesProbe sockets) {
        this.sockets = sockets;
    }

    Answer<List<Membership>> memberships() {
        Namespaces namespaces = sockets.namespaces();
        Optional<Snapshot> snapshot = sockets.snapshot();
        List<Membership> all = new ArrayList<>();
        for (int i = 0; i < namespaces.size(); i++) {
            Read<List<MulticastGroup>> groups = groups(namespaces, i);
            if (i == 0 && groups instanceof Read.Refused<List<MulticastGroup>>) {
                return Answer.unavailable(groups.why());
            }
            int index = i;
            Optional<Memberships> whose = snapshot.map(s -> new Memberships(s.table, index));
            for (MulticastGroup m : groups.asOptional().orElse(List.of())) {
                String device = index == 0 ? m.deviceName() : m.deviceName() + " in " + namespaces.label(index);
                Collection<Holder> holders = whose.flatMap(w -> snapshot.map(s -> holders(s, w.rowsOf(m))))
                        .orElse(List.of());
                all.add(new Membership(device, m.group().text(), m.users(), List.copyOf(holders)));
            }
        }
        return Answer.known(all.subList(0, Math.min(MAX_LISTED, all.size())));
    }

    private static Read<List<MulticastGroup>> groups(Namespaces namespaces, int index) {
        Read<List<MulticastGroup>> read = Read.malformed("read igmp", "no process lives in the namespace any more");
        for (int pid : namespaces.members(index)) {
            read = new NetFiles(pid).groups();
            if (read instanceof Read.Ok<List<MulticastGroup>>) {
                return read;
            }
        }
        return read;
    }

    /** Each process once: a member is a process, however many sockets of it would fit. */
    private static Collection<Holder> holders(Snapshot s, List<Integer> rows) {
        Map<Integer, Holder> byPid = new LinkedHashMap<>();
        for (int row : rows) {
            for (Holder h : s.holdings.holders(s.table.inode(row))) {
                if (byPid.size() < MAX_HOLDERS) {
                    byPid.putIfAbsent(h.process().pid(), h);
                }
            }
        }
        return byPid.values();
    }
}
