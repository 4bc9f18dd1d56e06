package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.culprit.kernel.procfs.CpuTicks;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A window of 10 s at 100 ticks a second: 1000 ticks are one CPU. */
class CpuBalanceTest {
    private static final double PER = 1000;
    private static final int PF_KTHREAD = 0x00200000;

    @Test
    void whatTheLivingUsedAndTheRestAddUp() {
        Seen busy = seen(stat(10, 1, 0, 100, 50, 0), stat(10, 1, 0, 900, 250, 0));
        Seen kernel = seen(stat(2, 0, PF_KTHREAD, 0, 10, 0), stat(2, 0, PF_KTHREAD, 0, 110, 0));
        CpuAccount a = CpuBalance.of(
                List.of(busy, kernel), List.of(), new CpuTicks(900, 0, 400, 500, 0, 50, 150, 20), PER, "boot");
        assertThat(a.childMakers()).isEmpty();
        near(a.busy(), 1.5);
        near(a.living(), 1.0);
        near(a.kernelThreads(), 0.1);
        near(a.softirq(), 0.15);
        near(a.irq(), 0.05);
        near(a.steal(), 0.02);
        near(a.unexplained(), 0.2);
    }

    @Test
    void childrenThatCameAndWentAreTheirParents() {
        Seen maker = seen(stat(10, 1, 0, 0, 0, 100), stat(10, 1, 0, 0, 0, 700));
        Seen child = ended(stat(11, 10, 0, 30, 0, 0));
        CpuAccount a =
                CpuBalance.of(List.of(maker), List.of(child), new CpuTicks(600, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        assertThat(a.childMakers()).extracting(m -> m.parent().pid()).containsExactly(10);
        ChildMaker m = a.childMakers().getFirst();
        near(m.cpus(), 0.6);
        assertThat(m.seenChildren()).isOne();
        assertThat(m.childNames()).containsExactly("p11");
        near(a.shortLived(), 0.6);
        near(a.unexplained(), 0);
    }

    @Test
    void whatAChildUsedBeforeTheWindowIsNotCounted() {
        // It had run for 500 ticks before, and all 520 went to its parent when it ended.
        Seen maker = seen(stat(10, 1, 0, 0, 0, 0), stat(10, 1, 0, 0, 0, 520));
        Seen old = seen(stat(11, 10, 0, 500, 0, 0), stat(11, 10, 0, 510, 0, 0));
        old.gone = true;
        CpuAccount a = CpuBalance.of(List.of(maker), List.of(old), new CpuTicks(20, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        near(a.shortLived(), 0.02);
    }

    @Test
    void whatGrandchildrenUsedBeforeTheWindowIsNotCountedEither() {
        // A build of 5000 ticks ends, then the shell that started it: all of it arrives at whoever started the shell.
        Seen maker = seen(stat(10, 1, 0, 0, 0, 0), stat(10, 1, 0, 0, 0, 5013));
        Seen shell = seen(stat(11, 10, 0, 3, 0, 0), stat(11, 10, 0, 3, 0, 5010));
        Seen build = seen(stat(12, 11, 0, 5000, 0, 0), stat(12, 11, 0, 5010, 0, 0));
        shell.gone = true;
        build.gone = true;
        CpuAccount a = CpuBalance.of(
                List.of(maker), List.of(shell, build), new CpuTicks(900, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        near(a.shortLived(), 0.01);
    }

    @Test
    void moreThanTheHostUsedIsNeverClaimed() {
        // Its child had outlived a parent that was never seen, with all that had used in years.
        Seen maker = seen(stat(10, 1, 0, 0, 0, 0), stat(10, 1, 0, 0, 0, 64_000));
        CpuAccount a = CpuBalance.of(List.of(maker), List.of(), new CpuTicks(700, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        near(a.shortLived(), 0.7);
        near(a.childMakers().getFirst().cpus(), 0.7);
    }

    @Test
    void childrenThatNobodyWaitsForStillCount() {
        Seen parent = seen(stat(10, 1, 0, 0, 0, 0), stat(10, 1, 0, 0, 0, 0));
        Seen reaped = ended(stat(11, 10, 0, 40, 0, 0));
        Seen orphan = ended(stat(12, 77, 0, 30, 0, 0));
        CpuAccount a = CpuBalance.of(
                List.of(parent), List.of(reaped, orphan), new CpuTicks(70, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        near(a.shortLived(), 0.07);
    }

    @Test
    void countersThatFellAreNoGrowth() {
        Seen odd = seen(stat(10, 1, 0, 100, 100, 9), stat(10, 1, 0, 90, 100, 3));
        CpuAccount a = CpuBalance.of(List.of(odd), List.of(), new CpuTicks(0, 0, 0, 0, 0, 0, 0, 0), PER, "boot");
        near(a.living(), 0);
        assertThat(a.childMakers()).isEmpty();
    }

    private static void near(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, offset(1e-9));
    }

    private static Seen seen(PidStat first, PidStat last) {
        Seen s = new Seen(first, true);
        s.again(last);
        return s;
    }

    private static Seen ended(PidStat only) {
        Seen s = new Seen(only, false);
        s.gone = true;
        return s;
    }

    private static PidStat stat(int pid, int parent, long flags, long user, long system, long children) {
        return new PidStat(pid, "p" + pid, 'S', parent, flags, 0, 0, user, system, children, 1, 5, 0, 0);
    }
}
