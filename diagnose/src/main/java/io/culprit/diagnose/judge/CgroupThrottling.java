package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cgroup whose CPU quota stops its tasks again and again. */
final class CgroupThrottling implements Judge {
    /** Of the periods; short bursts at the start of requests are cut now and then on any tight quota. */
    private static final double SHARE = 0.25;

    private static final double CRITICAL_SHARE = 0.5;
    /** A second at the usual period of 100 ms. */
    private static final long MIN_PERIODS = 10;

    @Override
    public String id() {
        return "cgroup-throttling";
    }

    @Override
    public String condition() {
        return "the CPU quota of a suspect's cgroup stopped it in " + Words.percent(SHARE) + " or more of "
                + MIN_PERIODS + " or more periods (critical from " + Words.percent(CRITICAL_SHARE) + ")";
    }

    @Override
    public String advice() {
        return "It wants more CPU than it may have: raise the quota (cpu.max), or find what in it uses so much.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Map<String, List<Suspect>> byCgroup = new LinkedHashMap<>();
        for (Suspect s : evidence.suspects())
            s.cgroupCpu()
                    .asOptional()
                    .filter(c -> c.periods() >= MIN_PERIODS && share(c) >= SHARE)
                    .ifPresent(c -> byCgroup.computeIfAbsent(c.path(), k -> new ArrayList<>())
                            .add(s));
        return byCgroup.values().stream().map(s -> finding(evidence, s)).toList();
    }

    private static double share(CgroupCpu c) {
        return (double) c.throttled() / c.periods();
    }

    private Finding finding(Evidence evidence, List<Suspect> members) {
        Suspect first = members.getFirst();
        CgroupCpu c = first.cgroupCpu().asOptional().orElseThrow();
        List<ProcessId> ids = members.stream().map(Suspect::id).distinct().toList();
        double cpus = ids.stream()
                .flatMap(id -> Program.usageOf(evidence, id).stream())
                .mapToDouble(ProcessUsage::cpus)
                .sum();
        String quota = c.quotaCpus().map(q -> " of " + Words.cpus(q)).orElse("");
        return new Draft(
                        this,
                        share(c) >= CRITICAL_SHARE ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.HIGH,
                        Subject.program(first.program(), ids),
                        Program.does(first.name(), ids, "is", "are") + " throttled in " + Words.percent(share(c))
                                + " of the periods by " + (ids.size() == 1 ? "its" : "their") + " quota" + quota)
                .cpus(cpus)
                .fact(
                        "cpu.stat",
                        c.path() + ": stopped in " + Words.count(c.throttled()) + " of " + Words.count(c.periods())
                                + " periods, tasks stood still for " + Words.rate(c.throttledSeconds()) + " s in all")
                .verify("grep -s . /sys/fs/cgroup{,/cpu}" + Words.quoted(c.path()) + "/cpu.{max,cfs_quota_us,stat}")
                .finding();
    }
}
