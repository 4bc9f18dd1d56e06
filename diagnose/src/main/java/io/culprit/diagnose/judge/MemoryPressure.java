package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.Load.Pressure;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tasks that wait for memory, or a host that swaps. */
final class MemoryPressure implements Judge {
    /** Of the window; a healthy host has 0. */
    private static final double STALLED = 0.1;

    private static final double BADLY_STALLED = 0.4;
    /** Pages a second that come back from swap: what was thrown out is needed. Out alone is tidying up. */
    private static final double SWAP_IN_PAGES = 200;

    private static final double LITTLE_LEFT = 0.03;
    /** Pages a second scanned by tasks themselves. */
    private static final double DIRECT_RECLAIM_PAGES = 1000;

    private static final int SHOWN = 3;

    @Override
    public String id() {
        return "memory-pressure";
    }

    @Override
    public String condition() {
        return "tasks waited for memory during " + Words.percent(STALLED) + " or more of the window (PSI), or "
                + Words.count((long) SWAP_IN_PAGES) + " pages a second came back from swap, or "
                + Words.percent(LITTLE_LEFT) + " or less of memory is available and tasks reclaim it themselves";
    }

    @Override
    public List<Variant> variants() {
        return List.of(new Variant("swapping", "what was thrown out to swap is needed again and comes back"));
    }

    @Override
    public String advice() {
        return "Stop or limit the largest consumer, or give the host more memory; then look who grew.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<Pressure> psi =
                evidence.load().asOptional().flatMap(l -> l.memoryPressure().asOptional());
        Optional<HostMemory> memory = evidence.memory().asOptional();
        double stalled = psi.map(Pressure::someInWindow).orElse(0.0);
        boolean swapping = memory.map(m -> m.swapInPerSecond() >= SWAP_IN_PAGES).orElse(false);
        boolean scarce = memory.map(m -> m.total() > 0
                        && m.available() <= LITTLE_LEFT * m.total()
                        && m.directReclaimPerSecond() >= DIRECT_RECLAIM_PAGES)
                .orElse(false);
        if (!(stalled >= STALLED) && !swapping && !scarce) return List.of();
        Draft draft = new Draft(
                this,
                stalled >= BADLY_STALLED ? Severity.CRITICAL : Severity.WARNING,
                psi.isPresent() && memory.isPresent() ? Confidence.HIGH : Confidence.MEDIUM,
                Subject.host(),
                "the host is short of memory"
                        + psi.map(p -> ": tasks waited for it " + Words.percent(p.someInWindow()) + " of the time")
                                .orElse("")
                        + memory.map(m -> ", " + Words.bytes(m.available()) + " of " + Words.bytes(m.total())
                                        + " available")
                                .orElse(""));
        if (swapping) draft.variant("swapping");
        psi.ifPresent(p -> draft.fact(
                "/proc/pressure/memory",
                "some " + Words.percent(p.someInWindow()) + ", full " + Words.percent(p.fullInWindow())
                        + " of the window"));
        memory.ifPresent(m -> draft.fact(
                "/proc/vmstat",
                Words.rate(m.swapInPerSecond()) + " pages a second from swap, " + Words.rate(m.swapOutPerSecond())
                        + " to swap, " + Words.rate(m.directReclaimPerSecond()) + " scanned by waiting tasks"));
        evidence.usage().map(u -> u.processes()).orElse(List.of()).stream()
                .sorted(Comparator.comparingLong(ProcessUsage::rssBytes).reversed())
                .limit(SHOWN)
                .forEach(p -> draft.fact(
                        "/proc/PID/statm", Program.label(p.name(), p.id()) + " holds " + Words.bytes(p.rssBytes())));
        return List.of(
                draft.verify("cat /proc/pressure/memory").verify("vmstat 1 5").finding());
    }
}
