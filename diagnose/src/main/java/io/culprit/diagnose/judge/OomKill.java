package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Message;
import io.culprit.model.evidence.Suspect;
import java.util.List;
import java.util.Optional;

/** The kernel killed somebody to get memory. */
final class OomKill implements Judge {
    /** Before the window; older kills are told by the check, they explain nothing that happens now. */
    private static final double RECENT_SECONDS = 120;

    private static final int SHOWN = 3;

    @Override
    public String id() {
        return "oom-kill";
    }

    @Override
    public String condition() {
        return "the kernel killed a process for lack of memory within the window or the "
                + Words.duration(RECENT_SECONDS) + " before it";
    }

    @Override
    public String advice() {
        return "Read the kernel's table of tasks at the time of the kill: raise the limit of the cgroup if it was too small, else find who grew.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Message> messages = evidence.kernelLog().map(KernelLog::messages).orElse(List.of()).stream()
                .filter(m -> m.kind() == KernelLog.Kind.OOM_KILL
                        && m.secondsAgo() <= RECENT_SECONDS + Machine.seconds(evidence))
                .toList();
        long counted = evidence.memory().flatMap(m -> m.oomKills()).orElse(0L);
        Optional<Suspect> suspect = evidence.suspects().stream()
                .filter(s -> s.cgroupMemory().map(c -> c.oomKills() > 0).orElse(false))
                .findFirst();
        if (messages.isEmpty() && counted <= 0 && suspect.isEmpty()) return List.of();
        Optional<Message> last =
                messages.stream().filter(m -> m.pid().isPresent()).reduce((a, b) -> b);
        String victim = last.map(
                        m -> m.name().orElse("a process") + " (" + m.pid().orElseThrow() + ")")
                .orElse("a process");
        String ago =
                last.map(m -> " " + Words.duration(m.secondsAgo()) + " ago").orElse("");
        Draft draft = new Draft(
                this,
                Severity.CRITICAL,
                last.isPresent() || counted > 0 ? Confidence.HIGH : Confidence.MEDIUM,
                suspect.map(s -> Subject.process(s.program(), s.id())).orElse(Subject.host()),
                "the kernel killed " + victim + " for lack of memory" + ago
                        + (counted > 0 ? ", " + Words.plural(counted, "kill", "kills") + " within the window" : ""));
        messages.stream().skip(Math.max(0, messages.size() - SHOWN)).forEach(m -> draft.fact("/dev/kmsg", m.text()));
        draft.factIf(counted > 0, "/proc/vmstat", "oom_kill rose by " + Words.count(counted));
        suspect.flatMap(s -> s.cgroupMemory().asOptional())
                .ifPresent(c -> draft.fact(
                        "memory.events",
                        c.path() + ": " + Words.count(c.oomKills()) + " kills, " + Words.bytes(c.usageBytes()) + " used"
                                + c.limitBytes()
                                        .map(l -> " of " + Words.bytes(l))
                                        .orElse("")));
        return List.of(draft.verify("dmesg -T | grep -i -A 3 'out of memory'")
                .verify("grep oom_kill /proc/vmstat")
                .finding());
    }
}
