package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.evidence.SyscallTrace.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockContentionTest {
    private static final Optional<Integer> NO_FD = Optional.empty();
    private final LockContention judge = new LockContention();
    private final QuietHost host = new QuietHost();

    private QuietHost threads(String name, int threads, double user, double system) {
        return host.suspect(QuietHost.process(10, name, user, system, threads, 0, List.of(50L << 20)));
    }

    /** The scenario futex-storm as perf stat saw it: 3.6 million futex calls a second, half of them EAGAIN. */
    private QuietHost futexStorm() {
        return threads("futex-storm", 9, 0.83, 1.04)
                .calls(10, "futex", NO_FD, 0, "OK", 1_800_000)
                .calls(10, "futex", NO_FD, 11, "EAGAIN", 1_770_000);
    }

    @Test
    void theStormIsCertainByItsLosers() {
        Finding f = Judged.only(judge, futexStorm());
        assertThat(f.title())
                .startsWith("futex-storm (10) fights for a lock: 3 570 000 futex calls a second in 9 threads");
        assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
    }

    @Test
    void theTwinWithALockForEachThreadIsNot() {
        Judged.silent(judge, threads("futex-storm", 9, 0.001, 0.001).calls(10, "clock_nanosleep", NO_FD, 0, "OK", 400));
    }

    @Test
    void withoutATraceNothingIsSaid() {
        Judged.silentWithout("syscalls", "syscall-time", judge, futexStorm());
    }

    @Test
    void samplesProveNothing() {
        futexStorm().method = Method.SAMPLED;
        Judged.silent(judge, host);
    }

    @Test
    void aPoolThatHandsOverWorkIsHonest() {
        Judged.silent(
                judge,
                threads("java", 60, 0.9, 0.5)
                        .calls(10, "futex", NO_FD, 0, "OK", 14_000)
                        .calls(10, "futex", NO_FD, 11, "EAGAIN", 500)
                        .calls(10, "epoll_wait", Optional.of(5), 0, "OK", 3000));
    }

    @Test
    void whoDoesNothingButFutexIsHeldUpThoughNobodyCameTooLate() {
        Finding f = Judged.only(judge, threads("java", 60, 0.9, 0.9).calls(10, "futex", NO_FD, 0, "OK", 90_000));
        assertThat(f.title()).contains("passes its time in a lock");
        assertThat(f.confidence()).isEqualTo(Confidence.MEDIUM);
    }

    @Test
    void aSingleThreadHasNobodyToFightWith() {
        host.suspect(process(10, "one", 0.5, 0.5)).calls(10, "futex", NO_FD, 11, "EAGAIN", 500_000);
        Judged.silent(judge, host);
    }
}
