package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.fd.FdInfo.EpollWatch;
import io.culprit.kernel.fd.FdInfo.Timer;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Captured on Linux 6.18 from a program that opened one of each. */
class FdInfoTest {
    private static final String EPOLL = """
            pos:	0
            flags:	02000002
            mnt_id:	17
            ino:	1038
            tfd:       13 events: 80000019 data:                d  pos:0 ino:5ebe sdev:9
            tfd:        9 events: 40000019 data: ffffffffffffffff  pos:0 ino:5ebd sdev:f
            """;

    private static final String TIMER = """
            pos:	0
            flags:	02
            mnt_id:	17
            ino:	1038
            clockid: 1
            ticks: 3
            settime flags: 00
            it_value: (59, 971903815)
            it_interval: (1, 500000000)
            """;

    private static final String INOTIFY = """
            pos:	0
            flags:	00
            mnt_id:	17
            ino:	1038
            inotify wd:2 ino:13 sdev:fe00000 mask:2 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:1300000000000000
            inotify wd:1 ino:3f7e8 sdev:fe00000 mask:100 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:e8f7030000000000
            """;

    private static final String FANOTIFY = """
            pos:	0
            flags:	02
            mnt_id:	17
            ino:	1038
            fanotify flags:0 event-flags:8000
            fanotify ino:20c165 sdev:fe00000 mflags:0 mask:2 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:65c12000df76bc76
            """;

    @Test
    void flagsAreOctal() {
        FdInfo file = FdInfo.parse("pos:\t4096\nflags:\t02102002\nmnt_id:\t27\nino:\t2146662\n");
        assertThat(FlagWords.open(file.flags(), false)).isEqualTo("O_RDWR|O_APPEND|O_CLOEXEC");
        assertThat(file.position()).isEqualTo(4096);
        assertThat(file.inode()).hasValue(2146662);
    }

    @Test
    void anEpollTellsWhatItWatches() {
        FdInfo info = FdInfo.parse(EPOLL);
        assertThat(info.watches())
                .containsExactly(
                        new EpollWatch(13, 0x80000019, OptionalLong.of(0x5ebe)),
                        new EpollWatch(9, 0x40000019, OptionalLong.of(0x5ebd)));
        assertThat(FlagWords.epoll(info.watches().getFirst().events())).isEqualTo("EPOLLIN|EPOLLET");
        assertThat(FlagWords.epoll(info.watches().getLast().events())).isEqualTo("EPOLLIN|EPOLLONESHOT");
    }

    @Test
    void anEpollOfAnOldKernelTellsNoInode() {
        assertThat(FdInfo.parse("tfd:        5 events:       19 data:                5\n")
                        .watches())
                .containsExactly(new EpollWatch(5, 0x19, OptionalLong.empty()));
    }

    @Test
    void ofManyWatchesSomeAreListedAndAllCounted() {
        FdInfo info = FdInfo.parse("tfd:        5 events:       19 data:                5\n".repeat(10_000));
        assertThat(info.watches()).hasSize(FdInfo.MAX_WATCHES);
        assertThat(info.watchCount()).isEqualTo(10_000);
    }

    @Test
    void aTimerTellsWhenItFires() {
        assertThat(FdInfo.parse(TIMER).timer()).contains(new Timer(1, 3, 59_971_903_815L, 1_500_000_000L));
        assertThat(FdInfo.parse("clockid: 0\nit_value: (9223372036854775807, 0)\n")
                        .timer()
                        .orElseThrow()
                        .untilNanos())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void watchesAndMarksOfFilesAreCounted() {
        assertThat(FdInfo.parse(INOTIFY).marks()).isEqualTo(2);
        assertThat(FdInfo.parse(FANOTIFY).marks()).isEqualTo(1);
    }

    @Test
    void anEventfdCountsInHexadecimal() {
        assertThat(FdInfo.parse("pos:\t0\nflags:\t04002\neventfd-count:               1f\neventfd-id: 1\n")
                        .eventCount())
                .hasValue(31);
        assertThat(FdInfo.parse("eventfd-count: fffffffffffffffe\n").eventCount())
                .hasValue(-2);
    }

    @Test
    void aSignalfdTellsItsSignals() {
        assertThat(FlagWords.signals(FdInfo.parse("sigmask:\t0000000000004002\n")
                        .signalMask()
                        .getAsLong()))
                .isEqualTo("SIGINT, SIGTERM");
    }

    @Test
    void aPidfdTellsItsProcess() {
        assertThat(FdInfo.parse("Pid:\t8906\nNSpid:\t8906\n").pid()).hasValue(8906);
        assertThat(FdInfo.parse("Pid:\t-1\n").pid()).hasValue(-1);
    }

    @Test
    void nonsenseIsPassedOver() {
        FdInfo info = FdInfo.parse("flags:\t9\npos:\ntfd:\ntfd: -3 events: zz\n:\n\u001b[31m: x\nclockid: x\n\n");
        assertThat(info.flags()).isZero();
        assertThat(info.watches()).isEmpty();
        assertThat(info.timer()).isEmpty();
    }

    @Test
    void tornTextNeverThrows() {
        Random random = new Random(11);
        String all = EPOLL + TIMER + INOTIFY + FANOTIFY;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder torn = new StringBuilder(all.substring(random.nextInt(all.length())));
            for (int k = 0; k < 4 && !torn.isEmpty(); k++) {
                torn.setCharAt(random.nextInt(torn.length()), (char) random.nextInt(256));
            }
            assertThat(FdInfo.parse(torn.toString()).watchCount()).isLessThanOrEqualTo(3);
        }
    }
}
