package io.culprit.diagnose.probe.net;

import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.sockdiag.NetNamespace;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The network namespaces that are looked at: the host's first, then those of the suspects. */
final class Namespaces {
    /** Each costs a thread and some ten system calls; no ten suspects live in more. */
    static final int MAX = 32;

    private final NetFiles host = NetFiles.host();
    private final Map<Long, List<Integer>> members = new LinkedHashMap<>();
    private final List<Long> order = new ArrayList<>();

    Namespaces() {
        long id = NetNamespace.of(host.pid()).asOptional().orElse(0L);
        order.add(id);
        members.put(id, new ArrayList<>(List.of(host.pid())));
    }

    NetFiles host() {
        return host;
    }

    int size() {
        return order.size();
    }

    /** A namespace's id, for a person: {@code host} or {@code net:[4026532201]}. */
    String label(int index) {
        return index == 0 ? "host" : "net:[" + order.get(index) + "]";
    }

    /** Processes by which it can be entered, as long as they live. */
    List<Integer> members(int index) {
        return members.getOrDefault(order.get(index), List.of());
    }

    /** Where the process lives, if that is looked at. */
    Read<OptionalInt> indexOf(int pid) {
        return NetNamespace.of(pid).map(id -> {
            int at = order.indexOf(id);
            return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
        });
    }

    /** Looks at the namespace of the process too. @return its index when it was not looked at before and there is room */
    OptionalInt adopt(int pid) {
        if (!(NetNamespace.of(pid) instanceof Read.Ok<Long> ok)) {
            return OptionalInt.empty();
        }
        List<Integer> known = members.get(ok.value());
        if (known != null) {
            if (!known.contains(pid)) {
                known.add(pid);
            }
            return OptionalInt.empty();
        }
        if (order.size() == MAX) {
            return OptionalInt.empty();
        }
        order.add(ok.value());
        members.put(ok.value(), new ArrayList<>(List.of(pid)));
        return OptionalInt.of(order.size() - 1);
    }
}
