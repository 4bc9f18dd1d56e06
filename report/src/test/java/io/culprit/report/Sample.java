package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.List;
import java.util.Optional;

/** The original case: twelve workers of a closed daemon spin on a shared socket, and one leaks; and a host where all is well. */
final class Sample {
    static final String BOOT = "5b3f7e0c-6a3e-4c53-9d5e-1d2f0a8f3c11";
    static final long MB = 1 << 20;
    static final int FIRST = 18_354;
    static final int WORKERS = 12;
    static final String NO_KMSG =
            "/dev/kmsg: not permitted (EPERM): kernel.dmesg_restrict is 1; run as root or with CAP_SYSLOG";

    private Sample() {}

    static ProcessId id(int pid) {
        return new ProcessId(BOOT, pid, 118_274_500L + pid);
    }

    static Diagnosis originalCase() {
        return new Diagnosis(SampleEvidence.evidence(), SampleAnswers.findings(), SampleAnswers.checks());
    }

    static Diagnosis quiet() {
        Evidence e = SampleEvidence.evidence();
        Usage idle = new Usage(
                List.of(process(812, "sshd", 0.002)),
                80,
                160,
                new Usage.CpuAccount(0.05, 0.04, 0, 0, 0, 0, 0, 0.01, List.of()));
        return new Diagnosis(
                with(e, Answer.known(idle)),
                List.of(),
                SampleAnswers.checks().stream()
                        .filter(c -> c.status() == Check.Status.OK)
                        .toList());
    }

    static Evidence with(Evidence e, Answer<Usage> usage) {
        return new Evidence(
                e.format(),
                e.host(),
                e.window(),
                e.load(),
                usage,
                e.suspects(),
                e.syscalls(),
                e.profile(),
                e.limits(),
                e.descriptorUsage(),
                e.sockets(),
                e.protocolMemory(),
                e.network(),
                e.memory(),
                e.kernelLog());
    }

    static Evidence nothingKnown() {
        Evidence e = SampleEvidence.evidence();
        return new Evidence(
                e.format(),
                e.host(),
                e.window(),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                List.of(),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"),
                Answer.unavailable("no"));
    }

    static ProcessUsage process(int pid, String name, double cpus) {
        return new ProcessUsage(
                id(pid),
                1,
                0,
                name,
                "/usr/bin/" + name,
                Answer.known("/usr/bin/" + name),
                name + " --foreground",
                Optional.of(name + ".service"),
                Optional.empty(),
                false,
                'R',
                cpus * 0.36,
                cpus * 0.64,
                0,
                0,
                1,
                0,
                List.of(new Usage.ThreadUsage(pid, name, 'R', cpus * 0.36, cpus * 0.64)),
                50 * MB,
                List.of(50 * MB, 50 * MB),
                0.1,
                0,
                false,
                false);
    }
}
