package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.kmsg.KmsgRecord;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import io.culprit.model.evidence.KernelLog.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogSieveTest {
    private static final long HOUR = 3_600_000_000L;
    private final LogSieve sieve = new LogSieve(10 * HOUR, HOUR);
    private long sequence;

    private void at(long micros, String text) {
        sieve.take(new KmsgRecord(0, 4, sequence++, micros, text));
    }

    private KernelLog result() {
        return sieve.result(3600, false);
    }

    @Test
    void whatIsOlderThanTheLookBackIsLeftOut() {
        at(8 * HOUR, "kernel BUG at mm/slub.c:1!");
        at(10 * HOUR - 5_000_000, "a[7]: segfault at 0 ip 0");
        assertThat(result().counts()).containsOnlyKeys(Kind.SEGFAULT);
        assertThat(result().read()).isEqualTo(1);
        assertThat(result().messages()).singleElement().satisfies(m -> {
            assertThat(m.secondsAgo()).isEqualTo(5);
            assertThat(m.pid()).contains(7);
        });
    }

    @Test
    void whatAProgramWroteIsNotTheKernelsWord() {
        sieve.take(new KmsgRecord(1, 0, 1, 10 * HOUR, "kernel BUG at forged.c:1"));
        assertThat(result().messages()).isEmpty();
        assertThat(result().read()).isEqualTo(1);
    }

    @Test
    void anOldKernelsAnnouncementAndItsKillAreOne() {
        at(10 * HOUR - 20, "Out of memory: Kill process 12 (parent) score 900 or sacrifice child");
        at(10 * HOUR - 10, "Killed process 13 (child) total-vm:1kB, anon-rss:1kB");
        assertThat(result().counts()).containsEntry(Kind.OOM_KILL, 1);
        assertThat(result().messages()).extracting(m -> m.pid().orElseThrow()).containsExactly(13);
    }

    @Test
    void twoKillsAreTwo() {
        at(10 * HOUR - 20, "Out of memory: Killed process 12 (a) total-vm:1kB");
        at(10 * HOUR - 10, "Out of memory: Killed process 13 (b) total-vm:1kB");
        assertThat(result().counts()).containsEntry(Kind.OOM_KILL, 2);
    }

    @Test
    void aReportOfManyLinesCountsOnceAndLearnsItsProcess() {
        at(9 * HOUR + 1, "BUG: unable to handle page fault for address: ffff");
        at(9 * HOUR + 2, "Oops: 0002 [#1] PREEMPT SMP");
        at(9 * HOUR + 3, "CPU: 1 PID: 77 Comm: my app Not tainted 6.1.0 #1");
        at(9 * HOUR + 2_000_000, "kernel BUG at other.c:1!");
        assertThat(result().counts()).containsEntry(Kind.KERNEL_BUG, 2);
        Message first = result().messages().getFirst();
        assertThat(first.text()).startsWith("BUG: unable");
        assertThat(first.pid()).contains(77);
        assertThat(first.name()).contains("my app");
        assertThat(result().messages().getLast().pid()).isEmpty();
    }

    @Test
    void theNewestAreShownAndAllAreCounted() {
        for (int i = 0; i < 5000; i++) {
            at(9 * HOUR + i, "a[" + i + "]: segfault at 0 ip 0");
        }
        assertThat(result().counts()).containsEntry(Kind.SEGFAULT, 5000);
        assertThat(result().messages()).hasSize(100);
        assertThat(result().messages().getLast().pid()).contains(4999);
    }

    @Test
    void aBufferThatReachesBackFarEnoughHasLostNothing() {
        sequence = 500;
        at(8 * HOUR, "old");
        at(10 * HOUR, "new");
        assertThat(result().lost()).isFalse();
    }

    @Test
    void aBufferThatBeginsWithinTheLookBackHasLostSome() {
        sequence = 500;
        at(10 * HOUR - 10, "new");
        assertThat(result().lost()).isTrue();
    }

    @Test
    void theFirstMessageOfTheBootIsNoLoss() {
        at(10 * HOUR - 10, "Linux version");
        assertThat(result().lost()).isFalse();
        assertThat(sieve.result(3600, true).lost()).isTrue();
    }

    @Test
    void aMessageFromTheFutureIsNow() {
        at(11 * HOUR, "a[7]: segfault at 0 ip 0");
        assertThat(result().messages().getFirst().secondsAgo()).isZero();
    }

    @Test
    void longTextsAreCut() {
        at(10 * HOUR, "a[7]: segfault at 0 ip 0" + "x".repeat(9000));
        assertThat(result().messages().getFirst().text()).hasSize(1024);
    }

    @Test
    void theLiveLogAnswersOrSaysWhyNot() {
        var log = new KernelLogProbe().read();
        assertThat(log.isKnown() || log.whyNot().orElseThrow().contains("CAP_SYSLOG"))
                .isTrue();
        var all = new KernelLogProbe().read(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(all.map(KernelLog::read).orElse(0))
                .isGreaterThanOrEqualTo(log.map(KernelLog::read).orElse(0));
    }
}
