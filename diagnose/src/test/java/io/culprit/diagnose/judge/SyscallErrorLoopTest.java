package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static io.culprit.diagnose.QuietHost.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.SyscallTrace.Method;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyscallErrorLoopTest {
    private static final Optional<Integer> NO_FD = Optional.empty();
    private final SyscallErrorLoop judge = new SyscallErrorLoop();
    private final QuietHost host = new QuietHost();

    private static Optional<Integer> fd(int n) {
        return Optional.of(n);
    }

    /** The scenario eagain-tcp: one process, about a million refusals a second. */
    private QuietHost eagainTcp() {
        return host.suspect(process(10, "eagain-tcp", 0.3, 0.68), socket(3))
                .calls(10, "recvfrom", fd(3), 11, "EAGAIN", 1_000_000);
    }

    @Test
    void aLoopOnOneSocketIsCertainAndNamesWhatIsBehindIt() {
        Finding f = Judged.only(judge, eagainTcp());
        assertThat(f.title())
                .isEqualTo("eagain-tcp (10) spins on a failing recvfrom(fd 3) = EAGAIN, 1 000 000 a second, 0.98 CPUs");
        assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(f.variant()).isEmpty();
        assertThat(f.evidence()).anyMatch(x -> x.text().startsWith("fd 3 is a non-blocking UDP socket"));
    }

    @Test
    void theTwinThatWaitsInPollIsNotALoop() {
        Judged.silent(
                judge,
                host.suspect(process(10, "eagain-tcp", 0, 0.001), socket(3)).calls(10, "poll", NO_FD, 0, "OK", 4));
    }

    @Test
    void withoutATraceNothingIsSaid() {
        Judged.silentWithout("syscalls", "syscalls", judge, eagainTcp());
    }

    @Test
    void onAFullHostALoopThatGetsItsFairShareIsFoundToo() {
        host.runQueue = 20;
        host.suspect(process(10, "eagain-tcp", 0.02, 0.07), socket(3))
                .calls(10, "recvfrom", fd(3), 11, "EAGAIN", 90_000);
        assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void withoutTheDescriptorTheLoopIsLessCertain() {
        host.processes.add(process(10, "eagain-tcp", 0.3, 0.68));
        host.suspects.add(Judged.blindSuspect(10, "eagain-tcp"));
        host.calls(10, "recvfrom", fd(3), 11, "EAGAIN", 1_000_000);
        assertThat(Judged.only(judge, host).confidence()).isEqualTo(Confidence.MEDIUM);
        Judged.assertUnknown("shared-fds", host.evidence());
    }

    @Test
    void lostEventsMakeItLessCertain() {
        eagainTcp().lost = 5_000_000;
        Finding f = Judged.only(judge, host);
        assertThat(f.confidence()).isEqualTo(Confidence.MEDIUM);
        assertThat(f.evidence()).anyMatch(x -> x.text().contains("lower bounds"));
    }

    @Test
    void ofTwoScriptsOfOneInterpreterOnlyTheOneThatLoopsIsToBlame() {
        host.suspect(process(10, "python3", 0.4, 0.5), socket(5)).suspect(process(11, "python3", 0.99, 0.0));
        host.calls(10, "recvfrom", fd(5), 11, "EAGAIN", 300_000).calls(11, "write", fd(1), 0, "OK", 400_000);
        assertThat(Judged.only(judge, host).subject().processes()).containsExactly(id(10));
    }

    @Test
    void anUntracedWorkerThatBurnsAsMuchIsCountedAndTheWaitingParentIsNot() {
        for (int pid = 10; pid < 14; pid++) host.processes.add(process(pid, "networkingd", 0.2, 0.3));
        host.suspect(process(14, "networkingd", 0.2, 0.3), socket(11));
        host.processes.add(process(9, "networkingd", 0, 0.0));
        host.calls(14, "recvfrom", fd(11), 11, "EAGAIN", 200_000);
        assertThat(Judged.only(judge, host).subject().count()).isEqualTo(5);
    }

    @Test
    void oneThreadThatSpinsAmongOthersThatWorkIsFoundByItsDescriptor() {
        host.suspect(process(10, "server", 0.9, 0.9), socket(7))
                .calls(10, "recvfrom", fd(7), 11, "EAGAIN", 300_000)
                .calls(10, "sendto", fd(8), 0, "OK", 300_000);
        assertThat(Judged.only(judge, host).confidence()).isEqualTo(Confidence.MEDIUM);
    }

    @Test
    void aLoopOverManyDescriptorsDoesNotNameOneOfThem() {
        host.suspect(process(10, "poller", 0.4, 0.6));
        for (int n = 10; n < 20; n++) host.calls(10, "recvfrom", fd(n), 11, "EAGAIN", 10_000);
        assertThat(Judged.only(judge, host).title()).contains("recvfrom (10 descriptors) = EAGAIN");
    }

    @Test
    void aHerdIsToldFromALoopByItsWakeUps() {
        for (int pid = 10; pid < 18; pid++)
            host.suspect(process(pid, "prefork", 0.01, 0.1), socket(4, new Holder(id(9), "prefork", "prefork", 4)))
                    .calls(pid, "epoll_wait", fd(5), 0, "OK", 1000)
                    .calls(pid, "accept4", fd(4), 11, "EAGAIN", 875)
                    .calls(pid, "accept4", fd(4), 0, "OK", 125);
        Finding f = Judged.only(judge, host);
        assertThat(f.variant()).contains("thundering-herd");
        assertThat(f.next()).contains("EPOLLEXCLUSIVE");
    }

    @Test
    void workersWhoseOwnSocketsHaveTheSameNumberAreNoHerd() {
        for (int pid = 10; pid < 14; pid++)
            host.suspect(process(pid, "game", 0.1, 0.1), socket(4))
                    .calls(pid, "epoll_wait", fd(5), 0, "OK", 1000)
                    .calls(pid, "recvfrom", fd(4), 11, "EAGAIN", 875)
                    .calls(pid, "recvfrom", fd(4), 0, "OK", 125);
        Judged.silent(judge, host);
    }

    @Test
    void anEdgeTriggeredServerThatDrainsEachSocketIsHonest() {
        host.suspect(process(10, "nginx", 0.3, 0.6), socket(7))
                .calls(10, "epoll_wait", fd(5), 0, "OK", 40_000)
                .calls(10, "recvfrom", fd(7), 0, "OK", 40_000)
                .calls(10, "recvfrom", fd(7), 11, "EAGAIN", 40_000)
                .calls(10, "writev", fd(7), 0, "OK", 40_000);
        Judged.silent(judge, host);
    }

    @Test
    void aDatabaseThatTriesBeforeItWaitsIsHonest() {
        for (int pid = 10; pid < 20; pid++)
            host.suspect(process(pid, "postgres", 0.15, 0.05), socket(9))
                    .calls(pid, "recvfrom", fd(9), 11, "EAGAIN", 2000)
                    .calls(pid, "epoll_wait", fd(4), 0, "OK", 2000)
                    .calls(pid, "recvfrom", fd(9), 0, "OK", 2000)
                    .calls(pid, "sendto", fd(9), 0, "OK", 2000);
        Judged.silent(judge, host);
    }

    @Test
    void aBuildThatLooksForFilesIsHonestAndAWaitForOneFileIsOnlyGuessed() {
        host.suspect(process(10, "make", 0.5, 0.4))
                .calls(10, "newfstatat", fd(-100), 2, "ENOENT", 90_000)
                .calls(10, "newfstatat", fd(-100), 0, "OK", 10_000);
        Judged.silent(judge, host);
        QuietHost waits = new QuietHost()
                .suspect(process(11, "wait.sh", 0.5, 0.4))
                .calls(11, "newfstatat", fd(-100), 2, "ENOENT", 400_000);
        Finding f = Judged.only(judge, waits);
        assertThat(f.variant()).contains("lookup");
        assertThat(f.confidence()).isEqualTo(Confidence.LOW);
        assertThat(f.title()).contains("looks in vain: newfstatat = ENOENT").doesNotContain("fd");
    }

    @Test
    void timersThatRunOutAreNotRefusals() {
        Judged.silent(
                judge,
                host.suspect(process(10, "uring", 0.4, 0.4))
                        .calls(10, "io_uring_enter", fd(4), 62, "ETIME", 5000)
                        .calls(10, "futex", NO_FD, 11, "EAGAIN", 50_000));
    }

    @Test
    void whoHasRunOutOfDescriptorsIsLeftToThatJudge() {
        host.suspect(process(10, "server", 0.3, 0.6)).calls(10, "accept4", fd(4), 24, "EMFILE", 100_000);
        host.descriptors.add(new DescriptorUsage(
                id(10),
                "server",
                "server",
                1024,
                0,
                true,
                Answer.known(1024L),
                Answer.known(1024L),
                Answer.known(Map.of()),
                false));
        Judged.silent(judge, host);
        assertThat(Judges.findings(host.evidence())).hasSize(1).allSatisfy(f -> {
            assertThat(f.id()).isEqualTo("descriptor-exhaustion");
            assertThat(f.cpus()).isGreaterThan(0.8);
        });
    }

    @Test
    void sampledCallsOnASocketWithNothingToReadAreAGuess() {
        host.method = Method.SAMPLED;
        host.suspect(process(10, "eagain-tcp", 0.3, 0.68), socket(3));
        host.calls(10, "recvfrom", fd(3), 0, "unknown", 100);
        Finding f = Judged.only(judge, host);
        assertThat(f.confidence()).isEqualTo(Confidence.LOW);
        assertThat(f.variant()).contains("sampled");
    }
}
