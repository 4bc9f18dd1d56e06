package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.syscalls.SyscallTable;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TallyTest {
    /** Above the highest pid, so that nobody's executable is looked at. */
    private static final ProcessId DAEMON = new ProcessId("boot", 4_200_000, 77);

    private final Tally tally = new Tally(List.of(DAEMON));

    @Test
    void addsUpCallsThatAreAlikeAndNamesThem() {
        tally.add(DAEMON.pid(), number("recvfrom"), OptionalInt.of(11), 11, 100, 10, 2000, 500);
        tally.add(DAEMON.pid(), number("recvfrom"), OptionalInt.of(11), 11, 50, 0, 0, 0);
        tally.add(DAEMON.pid(), number("recvfrom"), OptionalInt.of(11), 0, 1);
        assertThat(tally.rows())
                .containsExactly(
                        new SyscallCount(
                                DAEMON,
                                number("recvfrom"),
                                "recvfrom",
                                Optional.of(11),
                                Optional.of(11),
                                "EAGAIN",
                                150,
                                10,
                                Answer.known(200.0),
                                500),
                        new SyscallCount(
                                DAEMON,
                                number("recvfrom"),
                                "recvfrom",
                                Optional.of(11),
                                Optional.of(0),
                                "OK",
                                1,
                                0,
                                Answer.unavailable("none of these calls was timed"),
                                0));
        assertThat(tally.calls()).isEqualTo(151);
    }

    @Test
    void anArgumentIsADescriptorOnlyWhereTheCallTakesOne() {
        tally.add(DAEMON.pid(), number("munmap"), OptionalInt.of(4096), 0, 1);
        tally.add(DAEMON.pid(), number("openat"), OptionalInt.of(SyscallTable.AT_FDCWD), 2, 1);
        assertThat(tally.rows()).extracting(SyscallCount::fd).containsOnly(Optional.empty());
        tally.add(DAEMON.pid(), number("close"), OptionalInt.of(-1), 9, 5);
        assertThat(tally.rows().getFirst().fd()).hasValue(-1);
    }

    @Test
    void theReturnOfASignalHandlerIsNoFailure() {
        tally.add(DAEMON.pid(), -1, OptionalInt.empty(), 4, 3);
        assertThat(tally.rows().getFirst().name()).isEqualTo("rt_sigreturn");
        assertThat(tally.rows().getFirst().failed()).isFalse();
    }

    @Test
    void callsOfOthersAndOfNoCountAreNotTaken() {
        tally.add(1, number("read"), OptionalInt.of(0), 0, 5);
        tally.add(DAEMON.pid(), number("read"), OptionalInt.of(0), 0, 0);
        tally.add(DAEMON.pid(), number("read"), OptionalInt.of(0), 0, -5);
        assertThat(tally.rows()).isEmpty();
    }

    @Test
    void anUnknownErrorIsNeitherSuccessNorFailure() {
        tally.add(DAEMON.pid(), number("read"), OptionalInt.of(0), Tally.UNKNOWN_ERRNO, 5);
        SyscallCount row = tally.rows().getFirst();
        assertThat(row.errno()).isEmpty();
        assertThat(row.errnoName()).isEqualTo("unknown");
        assertThat(row.failed()).isFalse();
    }

    @Test
    void tensOfThousandsOfKindsAreCutToTheFrequentOnes() {
        for (int fd = 0; fd < 20_000; fd++) {
            tally.add(DAEMON.pid(), number("read"), OptionalInt.of(fd), 0, fd + 1);
        }
        assertThat(tally.rows()).hasSizeLessThan(5000);
        assertThat(tally.rows().getFirst().count()).isEqualTo(20_000);
    }

    private static int number(String name) {
        return SyscallTable.current().number(name).orElseThrow();
    }
}
