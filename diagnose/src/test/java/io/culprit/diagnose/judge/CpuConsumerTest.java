package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static io.culprit.diagnose.QuietHost.shares;
import static io.culprit.diagnose.QuietHost.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CpuConsumerTest {
    private final CpuConsumer judge = new CpuConsumer();
    private final QuietHost host = new QuietHost();

    @Test
    void anHonestJobThatFillsTheHostIsANotice() {
        host.processes.add(process(10, "train", 1.95, 0.02));
        Finding f = Judged.only(judge, host);
        assertThat(f.title()).isEqualTo("train (10) uses 1.97 CPUs, and nothing looks wrong but the amount");
        assertThat(f.severity()).isEqualTo(Severity.NOTICE);
    }

    @Test
    void userAndSystemAreNotToldWhereTheSumAloneIsKnown() {
        ProcessUsage p = process(10, "train", 0, 0);
        host.processes.add(new ProcessUsage(
                p.id(),
                p.parent(),
                p.uid(),
                p.name(),
                p.program(),
                p.executable(),
                p.command(),
                p.unit(),
                p.container(),
                false,
                '?',
                0,
                0,
                1.97,
                0,
                1,
                0,
                List.of(),
                p.rssBytes(),
                p.rssReadings(),
                0,
                0,
                false,
                false));
        Finding f = Judged.only(judge, host);
        assertThat(f.title()).startsWith("train (10) uses 1.97 CPUs");
        assertThat(f.toString()).doesNotContain(" user, ").doesNotContain(" system, ");
    }

    @Test
    void aThirdOfTheHostIsNot() {
        host.processes.add(process(10, "train", 0.6, 0));
        Judged.silent(judge, host);
        host.cpus = 12;
        host.processes.add(process(11, "train2", 3.6, 0));
        Judged.silent(judge, host);
    }

    @Test
    void workersCountTogetherAndTheirWaitingParentDoesNot() {
        for (int pid = 10; pid < 14; pid++) host.processes.add(process(pid, "burn", 0.4, 0));
        host.processes.add(process(9, "burn", 0, 0));
        Finding f = Judged.only(judge, host);
        assertThat(f.subject().count()).isEqualTo(4);
        assertThat(f.title()).startsWith("burn: 4 processes use 1.60 CPUs");
    }

    @Test
    void onAFullHostTheHottestOfManyIsWorthAWord() {
        host.total = shares(2, 0.95, 0);
        for (int pid = 10; pid < 14; pid++) host.processes.add(process(pid, "job" + pid, 0.45 + pid / 1000.0, 0));
        assertThat(Judged.only(judge, host).subject().processes()).containsExactly(id(13));
    }

    @Test
    void aBuildIsToldByWhoStartsIt() {
        host.account = new CpuAccount(
                1.9, 0.1, 0, 1.7, 0, 0, 0, 0.1, List.of(new ChildMaker(id(10), "make", 1.7, 30, List.of("cc1", "as"))));
        host.processes.add(process(10, "make", 0.01, 0.02));
        Finding f = Judged.only(judge, host);
        assertThat(f.variant()).contains("children");
        assertThat(f.title()).startsWith("what make (10) starts (cc1, as) uses 1.70 CPUs");
    }

    @Test
    void aKernelThreadThatBurnsACoreIsNamedAsOne() {
        ProcessUsage p = process(30, "kworker/0:1", 0, 0.97);
        host.processes.add(new ProcessUsage(
                p.id(),
                2,
                0,
                p.name(),
                p.program(),
                p.executable(),
                "[kworker/0:1]",
                Optional.empty(),
                Optional.empty(),
                true,
                'R',
                0,
                0.97,
                0,
                0,
                1,
                0,
                List.of(),
                0,
                List.of(),
                0,
                0,
                false,
                false));
        Finding f = Judged.only(judge, host);
        assertThat(f.variant()).contains("kernel-thread");
        assertThat(f.title()).startsWith("the kernel thread kworker/0:1 (30) uses 0.97 CPUs");
    }

    @Test
    void itIsNotToldWhereAnotherFindingSaysWhy() {
        host.suspect(process(10, "loop", 0.4, 0.58), socket(3))
                .calls(10, "recvfrom", Optional.of(3), 11, "EAGAIN", 900_000);
        assertThat(Judges.findings(host.evidence())).extracting(Finding::id).containsExactly("syscall-error-loop");
    }

    @Test
    void aSmallLoopDoesNotHideTheRestOfItsProgram() {
        host.suspect(process(10, "python3", 0.1, 0.2), socket(3))
                .calls(10, "recvfrom", Optional.of(3), 11, "EAGAIN", 100_000);
        host.processes.add(process(11, "python3", 0.99, 0));
        assertThat(Judges.findings(host.evidence()))
                .extracting(Finding::id)
                .containsExactly("syscall-error-loop", "cpu-consumer");
    }

    @Test
    void whereUsageCannotBeReadTheCheckSaysWhy() {
        host.processes.add(process(10, "train", 1.95, 0.02));
        Judged.silentWithout("usage", "consumers", judge, host);
    }
}
