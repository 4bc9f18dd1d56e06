package io.culprit.diagnose.plan;

import io.culprit.diagnose.plan.Suspicion.Chosen;
import io.culprit.diagnose.probe.fd.DescriptorResolver;
import io.culprit.diagnose.probe.host.SuspectCgroup;
import io.culprit.diagnose.probe.host.SuspectMemory;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import java.util.List;
import java.util.Optional;

/** What is asked of one suspect only (steps 4, 6 and 7), from the moment of suspicion to the end of the window. */
final class CloseLook {
    final Chosen who;
    private final SuspectMemory memory;
    private final SuspectCgroup cgroup;
    /** Resolved early, for a process that may be gone when the window ends. */
    private Answer<List<Descriptor>> early = Answer.unavailable("not resolved yet");

    CloseLook(Chosen who, boolean smaps) {
        this.who = who;
        memory = new SuspectMemory(who.id().pid(), smaps);
        cgroup = new SuspectCgroup(who.id().pid());
        memory.begin();
        cgroup.begin();
    }

    void tick() {
        memory.tick();
    }

    void resolveEarly(DescriptorResolver resolver, SyscallTrace soFar) {
        early = resolver.resolve(who.id(), HotDescriptors.of(who.id(), Optional.of(soFar)));
    }

    Suspect finish(DescriptorResolver resolver, Answer<SyscallTrace> trace) {
        Answer<List<Descriptor>> late = resolver.resolve(who.id(), HotDescriptors.of(who.id(), trace.asOptional()));
        return new Suspect(
                who.id(),
                who.name(),
                who.program(),
                who.why(),
                who.asked(),
                memory.finish(),
                late.isKnown() ? late : early.isKnown() ? early : late,
                cgroup.finishCpu(),
                cgroup.finishMemory(),
                cgroup.finishPids());
    }
}
