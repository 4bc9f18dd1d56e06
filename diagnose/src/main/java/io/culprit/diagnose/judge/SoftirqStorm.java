package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.NetworkStack.Interface;
import io.culprit.model.evidence.NetworkStack.SoftirqRate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** CPU time that goes into interrupts' deferred work, which no process is charged with. */
final class SoftirqStorm implements Judge {
    /** A busy server with 60 % of a core spends 5 to 15 % of it in softirq; one sender that floods a veth pair made 50 %. */
    private static final double SHARE_OF_ONE_CPU = 0.3;

    private static final double SHARE_OF_HOST = 0.2;
    private static final double CRITICAL_SHARE_OF_ONE_CPU = 0.8;
    /** Of the CPU of all processes: a server at work uses more for its answers than the kernel does for their packets. */
    private static final double SHARE_OF_WORK = 0.5;

    @Override
    public String id() {
        return "softirq-storm";
    }

    @Override
    public String condition() {
        return "softirq takes " + Words.percent(SHARE_OF_ONE_CPU) + " or more of one CPU or "
                + Words.percent(SHARE_OF_HOST)
                + " of all, and is no less than " + Words.percent(SHARE_OF_WORK)
                + " of what the processes use; critical from " + Words.percent(CRITICAL_SHARE_OF_ONE_CPU)
                + " of one CPU, or when packets are dropped for it";
    }

    @Override
    public String advice() {
        return "Find who sends the packets on the busiest interface (tcpdump), and spread them over the CPUs (RSS, RPS) if they are wanted.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<Load> known = evidence.load().asOptional();
        if (known.isEmpty()) return List.of();
        Load load = known.get();
        Optional<CpuShares> worst = load.perCpu().stream().max(Comparator.comparingDouble(CpuShares::softirq));
        double one = worst.map(CpuShares::softirq).orElse(0.0);
        double all = load.total().softirq();
        if (!(one >= SHARE_OF_ONE_CPU) && !(all >= SHARE_OF_HOST)) return List.of();
        double cpus = all * Machine.cpus(evidence);
        double work = evidence.usage().map(u -> u.account().living()).orElse(0.0);
        Optional<NetworkStack> net = evidence.network().asOptional();
        Optional<SoftirqRate> top = net.map(n -> n.softirqs().orElse(List.of())).stream()
                .flatMap(List::stream)
                .max(Comparator.comparingDouble(SoftirqRate::perSecond));
        Optional<SoftirqRate> receive = net.map(n -> n.softirqs().orElse(List.of())).stream()
                .flatMap(List::stream)
                .filter(s -> s.name().equals("NET_RX"))
                .findFirst();
        long dropped = net.map(n -> n.softnet().orElse(List.of())).stream()
                .flatMap(List::stream)
                .mapToLong(s -> s.dropped())
                .sum();
        if (one < CRITICAL_SHARE_OF_ONE_CPU && dropped == 0 && cpus < SHARE_OF_WORK * work) return List.of();
        Draft draft = new Draft(
                        this,
                        one >= CRITICAL_SHARE_OF_ONE_CPU || dropped > 0 ? Severity.CRITICAL : Severity.WARNING,
                        receive.isPresent() ? Confidence.HIGH : Confidence.MEDIUM,
                        Subject.host(),
                        "softirq takes " + Words.cpus(cpus)
                                + receive.map(r -> ", NET_RX " + Words.rate(r.perSecond()) + " a second")
                                        .orElse("")
                                + worst.map(w -> ", worst CPU " + w.cpu() + " with " + Words.percent(w.softirq()))
                                        .orElse(""))
                .cpus(cpus)
                .fact(
                        "/proc/stat",
                        Words.percent(all) + " of all CPU time is softirq, " + Words.percent(one)
                                + " on the worst CPU");
        top.ifPresent(s -> draft.fact(
                "/proc/softirqs", "most frequent: " + s.name() + ", " + Words.rate(s.perSecond()) + " a second"));
        draft.factIf(
                dropped > 0,
                "/proc/net/softnet_stat",
                Words.count(dropped) + " packets dropped because the backlog was full");
        net.flatMap(n -> n.interfaces().stream().max(Comparator.comparingDouble(Interface::receivedPerSecond)))
                .ifPresent(i -> draft.fact(
                        "/proc/net/dev",
                        "busiest interface " + i.name() + ": " + Words.rate(i.receivedPerSecond()) + " packets in, "
                                + Words.rate(i.sentPerSecond()) + " out a second"));
        Program.all(evidence).stream()
                .max(Comparator.comparingDouble(Program::system))
                .filter(p -> p.system() > 0)
                .ifPresent(p -> draft.fact(
                        "/proc/PID/stat",
                        "most time in the kernel meanwhile: " + p.label() + ", " + Words.cpus(p.system())));
        return List.of(draft.verify("grep -E 'CPU|NET' /proc/softirqs; sleep 1; grep -E 'CPU|NET' /proc/softirqs")
                .verify("ip -s link")
                .finding());
    }
}
