package io.culprit.diagnose.check;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static io.culprit.diagnose.QuietHost.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.Judgement;
import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import io.culprit.model.evidence.KernelLog.Message;
import io.culprit.model.evidence.NetworkStack.Membership;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.ProcessMemory.Mapping;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import io.culprit.model.evidence.SyscallTrace.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final QuietHost host = new QuietHost();

    private Check answer(String id) {
        return Judgement.of(host.evidence()).checks().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String words(String id) {
        return answer(id).summary().orElseThrow();
    }

    @Test
    void theHotDescriptorsAreNamedOncePerProgram() {
        for (int pid = 10; pid < 14; pid++)
            host.suspect(process(pid, "nd", 0.01, 0), socket(11, new Holder(id(9), "nd", "nd", 11)));
        assertThat(words("hot-fds"))
                .isEqualTo("nd (10): fd 11 is a non-blocking UDP socket 239.1.1.1:5000, member of 239.1.1.1 on lo,"
                        + " UNCONNECTED, receive queue 0, shared with 1 other process");
        assertThat(words("shared-fds")).isEqualTo("nd (10): fd 11 is held by nd (9) too (by socket inode)");
        assertThat(words("hot-sockets")).contains("fd 11: UDP socket 239.1.1.1:5000", "send queue 0");
    }

    @Test
    void consumersAreProgramsWithTheirNumberOfProcesses() {
        for (int pid = 10; pid < 22; pid++) host.processes.add(process(pid, "networkingd", 0.01, 0.02));
        assertThat(words("consumers")).endsWith("most: networkingd × 12 0.36 CPUs");
        assertThat(words("hot-threads")).startsWith("networkingd (10) of networkingd (10) 0.03 CPUs");
    }

    @Test
    void errorsAreToldByCallDescriptorAndErrno() {
        host.suspect(process(10, "x", 0.01, 0))
                .calls(10, "recvfrom", Optional.of(3), 11, "EAGAIN", 300)
                .calls(10, "openat", Optional.empty(), 2, "ENOENT", 5)
                .calls(10, "read", Optional.of(3), 0, "OK", 900);
        assertThat(words("syscall-errors"))
                .isEqualTo("recvfrom(fd 3) = EAGAIN 300 a second, openat = ENOENT 5.0 a second");
    }

    @Test
    void whereCallsWereOnlySampledTheirErrorsAreUnknown() {
        host.method = Method.SAMPLED;
        assertThat(answer("syscall-errors").status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void whatIsOddInTheMappingsIsNamedWithItsReason() {
        Mapping odd =
                new Mapping("7f00-7f10", 65_536, "rwxs", "/dev/zero (deleted)", "shared, writable and executable");
        host.suspect(process(10, "x", 0.01, 0))
                .limited(
                        Answer.known(new ProcessMemory(
                                9 << 20,
                                6 << 20,
                                3 << 20,
                                0,
                                0,
                                10 << 20,
                                20 << 20,
                                0,
                                0,
                                Answer.known(31),
                                Answer.known(List.of(odd)),
                                Answer.known(List.of(odd)),
                                Answer.known(List.of(odd)),
                                Answer.known("madvise"),
                                Optional.empty())),
                        Answer.unavailable("no"),
                        Answer.unavailable("no"),
                        Answer.unavailable("no"));
        assertThat(words("odd-mappings"))
                .isEqualTo("x (10): /dev/zero (deleted) 64.0 kB rwxs (shared, writable and executable)");
        assertThat(words("mappings")).contains("31 mappings", "deleted /dev/zero (deleted)");
        assertThat(words("huge-pages")).isEqualTo("x (10): madvise");
        assertThat(words("resident-memory")).contains("anonymous 6.0 MB, file 3.0 MB");
    }

    @Test
    void topPeersAreNamedWithWhoHoldsThem() {
        StateHolder h = new StateHolder("ESTABLISHED", id(10), "httpd", "httpd", 30, 0);
        host.sockets = new SocketTables(
                "sock_diag",
                1,
                Map.of("ESTABLISHED", 40),
                Map.of(),
                List.of(new StatePeers("ESTABLISHED", 40, 3, List.of(new PeerCount("10.0.0.7", 30, List.of(h))))),
                List.of(h),
                Answer.known(List.of()),
                List.of(),
                List.of());
        assertThat(words("top-peers")).isEqualTo("ESTABLISHED 40 of 3 peers: 10.0.0.7 30 of httpd (10)");
    }

    @Test
    void whoJoinedAGroupIsNamedBeforeWhatTheKernelJoins() {
        host.memberships = List.of(
                new Membership("eth0", "224.0.0.1", 1, List.of()),
                new Membership(
                        "eth0",
                        "239.1.1.1",
                        1,
                        List.of(new Holder(id(10), "nd", "nd", 11), new Holder(id(11), "nd", "nd", 11))));
        assertThat(words("multicast")).startsWith("2 memberships: 239.1.1.1 on eth0 by nd × 2, 224.0.0.1 on eth0;");
    }

    @Test
    void aMessageThatNamesASuspectIsBadUnlessItsPidBelongedToAnotherThen() {
        host.suspect(process(10, "x", 0.01, 0));
        host.kernelLog = new KernelLog(3600, 5, false, Map.of(), List.of(message(60)));
        assertThat(answer("suspect-messages").status()).isEqualTo(Status.BAD);
        // The host is up a day and the process began 1 001 s after boot: it cannot be who this was about.
        host.kernelLog = new KernelLog(90_000, 5, false, Map.of(), List.of(message(86_000)));
        assertThat(answer("suspect-messages").status()).isEqualTo(Status.OK);
    }

    private static Message message(double secondsAgo) {
        return new Message(Kind.SEGFAULT, secondsAgo, "x[10]: segfault at 0", Optional.of(10), Optional.of("y"));
    }
}
