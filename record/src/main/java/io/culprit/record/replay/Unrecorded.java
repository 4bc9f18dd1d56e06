package io.culprit.record.replay;

import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.NetworkStack.Interface;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes back answers that rest on figures which a recording does not hold. Evidence has plain numbers where a live probe reads
 * all of a file or nothing; a replay has some of them, and 0 for the others must not pass for an all-clear.
 */
final class Unrecorded {
    /** Questions of one core, thread, socket or counter that is not recorded, though others like it are. */
    private static final List<String> LIVE = List.of(
            "one-core",
            "hot-threads",
            "udp-errors",
            "listen-queues",
            "retransmits",
            "tcp-pressure",
            "socket-drops",
            "listen-backlog",
            "top-peers");

    private static final String NO_CPU = "the recording does not hold the CPU of any process at that moment";

    private Unrecorded() {}

    static Diagnosis without(Diagnosis d, HostWindow host, Trails trails) {
        Map<String, String> reasons = new HashMap<>();
        LIVE.forEach(id -> reasons.put(id, Lacks.LIVE));
        Evidence e = d.evidence();
        e.memory().asOptional().ifPresent(m -> reasons.put("swap", swap(m)));
        e.network().asOptional().ifPresent(n -> reasons.put("interfaces", interfaces(n.interfaces())));
        if (host.levels(HostKey.TCP_STATE).isEmpty()) {
            reasons.put("socket-states", Lacks.LIVE);
            reasons.put("close-wait", Lacks.LIVE);
        }
        if (!trails.holdCpu()) {
            reasons.put("consumers", NO_CPU);
            reasons.put("unaccounted-cpu", NO_CPU);
        }
        if (!trails.holdRss()) {
            reasons.put("memory-growth", "the recording does not hold the memory of any process at that moment");
        }
        if (!trails.hold(ProcessMetric.THREADS)) {
            reasons.put("threads", "the recording does not hold the number of threads of any process");
        }
        reasons.put("host", "the recording does not hold the kernel and the hardware of the host");
        return new Diagnosis(
                e,
                d.findings(),
                d.checks().stream().map(c -> judged(c, reasons)).toList());
    }

    private static Check judged(Check c, Map<String, String> reasons) {
        String reason = reasons.get(c.id());
        return reason == null || c.status() != Status.OK ? c : Check.unknown(c.id(), c.step(), c.question(), reason);
    }

    private static String swap(HostMemory m) {
        return "the recording holds that " + ((m.swapTotal() - m.swapFree()) >> 20) + " of " + (m.swapTotal() >> 20)
                + " MB were used, not how fast pages came and went";
    }

    private static String interfaces(List<Interface> all) {
        double drops = all.stream().mapToDouble(Interface::dropsPerSecond).sum();
        return String.format(
                Locale.ROOT, "the recording holds received drops (%.1f a second), not the other errors", drops);
    }
}
