package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process whose descriptors only become more. */
final class DescriptorGrowth implements Judge {
    /** Opening its libraries and logs costs a program less than this once it runs. */
    private static final long MIN_GROWTH = 20;

    private static final double PER_SECOND = 2;
    /** New clients that stay make the sockets of an honest server grow as well. */
    private static final double MOSTLY_SOCKETS = 0.7;
    /** Of the growth: when so much of it is connections that are open at both ends, more people came, no more. */
    private static final double CLIENTS_SHARE = 0.8;

    @Override
    public String id() {
        return "descriptor-growth";
    }

    @Override
    public String condition() {
        return "the descriptors of a process never fell and rose by " + MIN_GROWTH + " or more within the window, "
                + (int) PER_SECOND + " or more a second; a notice when most are sockets, and nothing when as many more"
                + " connections are ESTABLISHED, or when it is young and works hard";
    }

    @Override
    public String advice() {
        return "A window of seconds shows the slope, not the reason: look at what kind grows, and watch it for an hour.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Map<ProcessId, ProcessUsage> usage = Program.index(evidence);
        for (DescriptorUsage d : evidence.descriptorUsage().orElse(List.of())) {
            double rate = d.growth() / Machine.seconds(evidence);
            if (d.steady()
                    && d.growth() >= MIN_GROWTH
                    && rate >= PER_SECOND
                    && !starts(evidence, Optional.ofNullable(usage.get(d.process())))
                    && newClients(evidence, d) < CLIENTS_SHARE * d.growth()) findings.add(finding(d, rate));
        }
        return findings;
    }

    private static boolean starts(Evidence evidence, Optional<ProcessUsage> usage) {
        return usage.filter(p -> p.startedInWindow() || Machine.warmsUp(evidence, p))
                .isPresent();
    }

    private static long newClients(Evidence evidence, DescriptorUsage d) {
        return evidence.sockets().map(SocketTables::stateHolders).orElse(List.of()).stream()
                .filter(h -> h.state().equals("ESTABLISHED") && h.process().equals(d.process()))
                .mapToLong(StateHolder::growth)
                .sum();
    }

    private Finding finding(DescriptorUsage d, double rate) {
        Map<DescriptorKind, Integer> kinds = d.kinds().orElse(Map.of());
        long seen = kinds.values().stream().mapToLong(n -> n).sum();
        boolean sockets = seen > 0 && kinds.getOrDefault(DescriptorKind.SOCKET, 0) >= MOSTLY_SOCKETS * seen;
        String full = d.softLimit()
                .asOptional()
                .filter(limit -> limit > d.open())
                .map(limit -> ", full in " + Words.duration((limit - d.open()) / rate))
                .orElse("");
        Draft draft = new Draft(
                        this,
                        sockets ? Severity.NOTICE : Severity.WARNING,
                        sockets ? Confidence.LOW : Confidence.MEDIUM,
                        Subject.process(d.program(), d.process()),
                        Program.label(d.name(), d.process()) + " opens " + Words.rate(rate)
                                + " descriptors a second and closes none, " + Words.count(d.open()) + " now" + full)
                .fact(
                        "/proc/PID/fd",
                        "rose by " + Words.count(d.growth()) + " and never fell"
                                + d.softLimit()
                                        .map(l -> "; soft limit " + Words.count(l))
                                        .orElse(""));
        DescriptorExhaustion.kinds(draft, d);
        int pid = d.process().pid();
        return draft.verify("ls /proc/" + pid + "/fd | wc -l; sleep 5; ls /proc/" + pid + "/fd | wc -l")
                .verify("ls -l /proc/" + pid + "/fd | awk '{print $NF}' | sort | uniq -c | sort -rn | head")
                .finding();
    }
}
