package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserSpaceSpinTest {
    private final UserSpaceSpin judge = new UserSpaceSpin();
    private final QuietHost host = new QuietHost();

    private static ProcessUsage hot(int pid, String name, int threads) {
        return QuietHost.process(pid, name, 0.98, 0.005, threads, 0, List.of(2L << 20));
    }

    /** The scenario spin, as perf saw it: all of 286 samples on one instruction, a second thread asleep. */
    private QuietHost spin() {
        return host.suspect(hot(10, "spin", 2)).spot(10, false, "wait_for_config", 286, 1);
    }

    @Test
    void aWaitForAFlagIsCertain() {
        Finding f = Judged.only(judge, spin());
        assertThat(f.title())
                .isEqualTo("spin (10) spins in user space in wait_for_config (prog), 1 thread of 2, 0.99 CPUs");
        assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(f.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void itIsCriticalWhereOthersWantTheCpu() {
        spin().runQueue = 2.5;
        assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void theTwinThatSleepsIsNotSuspected() {
        Judged.silent(judge, host.suspect(QuietHost.process(10, "spin", 0, 0, 2, 0, List.of(2L << 20))));
    }

    @Test
    void withoutAProfileItCannotBeToldFromWork() {
        assertThat(judge.judge(QuietHost.without(spin().evidence(), "profile", Judged.REASON)))
                .isEmpty();
    }

    @Test
    void withoutUsageNothingIsSaid() {
        Judged.silentWithout("usage", "hot-threads", judge, spin());
    }

    @Test
    void withoutATraceItIsLessCertain() {
        assertThat(judge.judge(QuietHost.without(spin().evidence(), "syscalls", Judged.REASON)))
                .extracting(Finding::confidence)
                .containsExactly(Confidence.MEDIUM);
    }

    /** A product of matrices, single-threaded: 289 samples on 4 instructions, as tight as a spin. */
    @Test
    void honestArithmeticIsLeftToTheConsumerWhoNamesThePlace() {
        host.suspect(hot(10, "matmul", 1)).spot(10, false, "main", 289, 4);
        Judged.silent(judge, host);
        assertThat(Judges.findings(host.evidence())).hasSize(1).allSatisfy(f -> {
            assertThat(f.id()).isEqualTo("cpu-consumer");
            assertThat(f.severity()).isEqualTo(Severity.NOTICE);
            assertThat(f.evidence()).anyMatch(x -> x.text().contains("fell on 4 instructions"));
        });
    }

    @Test
    void aWideProfileIsWork() {
        host.suspect(hot(10, "java", 30))
                .spot(10, false, "", 40, 30)
                .spot(10, false, "a", 40, 25)
                .spot(10, false, "b", 40, 20);
        Judged.silent(judge, host);
    }

    @Test
    void whoReadsAndWritesWorks() {
        Judged.silent(judge, spin().calls(10, "read", Optional.of(3), 0, "OK", 500));
    }

    @Test
    void whoTouchesNewMemoryWorks() {
        ProcessUsage p = hot(10, "loader", 2);
        host.suspect(new ProcessUsage(
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
                        'R',
                        p.user(),
                        p.system(),
                        p.undivided(),
                        0,
                        2,
                        0,
                        p.threads(),
                        p.rssBytes(),
                        p.rssReadings(),
                        5000,
                        0,
                        false,
                        false))
                .spot(10, false, "memset", 200, 1);
        Judged.silent(judge, host);
    }

    @Test
    void onAFullHostAThreadThatGetsItsFairShareIsAsHot() {
        host.runQueue = 6;
        host.suspect(QuietHost.process(10, "spin", 0.33, 0, 2, 0, List.of(2L << 20)))
                .spot(10, false, "wait_for_config", 90, 1);
        assertThat(Judged.only(judge, host).subject().processes()).containsExactly(id(10));
    }
}
