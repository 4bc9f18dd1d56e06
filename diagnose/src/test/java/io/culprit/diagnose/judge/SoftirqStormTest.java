package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.process;
import static io.culprit.diagnose.QuietHost.shares;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftirqStormTest {
    private final SoftirqStorm judge = new SoftirqStorm();
    private final QuietHost host = new QuietHost();

    /** As measured of one sender that floods a pair of veth on two cores: 51 % of one core, the sender 49 %. */
    private QuietHost flood(double softirqOfOneCpu, double living) {
        host.total = shares(2, 0.2, softirqOfOneCpu / 2);
        host.perCpu = List.of(shares(0, 0.03, 0), shares(1, 0.4, softirqOfOneCpu));
        host.netRxPerSecond = 180_000;
        host.account = new CpuAccount(1, living, 0, 0, softirqOfOneCpu, 0, 0, 0, List.of());
        host.processes.add(process(10, "flood", 0.02, 0.47));
        return host;
    }

    @Test
    void aFloodIsFoundAndWhoWorksInTheKernelMeanwhileIsNamed() {
        Finding f = Judged.only(judge, flood(0.51, 0.5));
        assertThat(f.title()).isEqualTo("softirq takes 0.51 CPUs, NET_RX 180 000 a second, worst CPU 1 with 51 %");
        assertThat(f.evidence()).anyMatch(x -> x.text().contains("flood (10)"));
        assertThat(f.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aQuietHostHasNone() {
        Judged.silent(judge, host);
    }

    @Test
    void aServerUnderLoadUsesMoreForItsAnswers() {
        Judged.silent(judge, flood(0.4, 1.5));
    }

    @Test
    void aCoreFullOfSoftirqIsCriticalWhateverElseRuns() {
        assertThat(Judged.only(judge, flood(0.85, 1.8)).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void droppedPacketsMakeItCritical() {
        flood(0.4, 1.5).softnetDropped = 900;
        assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void withoutTheLoadNothingIsSaid() {
        Judged.silentWithout("load", "cpu-split", judge, flood(0.51, 0.5));
    }
}
