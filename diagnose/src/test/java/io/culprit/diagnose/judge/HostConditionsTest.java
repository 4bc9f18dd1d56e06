package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import io.culprit.model.evidence.KernelLog.Message;
import io.culprit.model.evidence.Load.Pressure;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import io.culprit.model.evidence.Suspect.CgroupMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The judges of what is done to a process: steal, quota, kills, want of memory. */
class HostConditionsTest {
    private static final long MB = 1 << 20;
    private final QuietHost host = new QuietHost();

    @Nested
    class Steal {
        private final CpuSteal judge = new CpuSteal();

        @Test
        void aThirdOfTheTimeStolenBlamesNobodyHere() {
            host.total = QuietHost.stolen(0.3);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("the hypervisor keeps 30 % of the CPU time for others");
            assertThat(f.subject()).isEqualTo(Subject.host());
        }

        @Test
        void aFewPercentAreEverydayLife() {
            host.total = QuietHost.stolen(0.06);
            Judged.silent(judge, host);
        }

        @Test
        void withoutTheLoadNothingIsSaid() {
            host.total = QuietHost.stolen(0.3);
            Judged.silentWithout("load", "steal", judge, host);
        }
    }

    @Nested
    class Throttling {
        private final CgroupThrottling judge = new CgroupThrottling();

        private QuietHost throttled(long of80) {
            return host.suspect(process(10, "api", 0.4, 0.1))
                    .limited(
                            Answer.unavailable("no"),
                            Answer.known(new CgroupCpu("/pods/it's", Answer.known(0.5), 80, of80, 6.5)),
                            Answer.unavailable("no"),
                            Answer.unavailable("no"));
        }

        @Test
        void aQuotaThatStopsItInMostPeriodsIsCritical() {
            Finding f = Judged.only(judge, throttled(60));
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.title()).isEqualTo("api (10) is throttled in 75 % of the periods by its quota of 0.50 CPUs");
        }

        @Test
        void thePathIsOneWordToTheShell() {
            assertThat(Judged.only(judge, throttled(60)).verify())
                    .containsExactly("grep -s . /sys/fs/cgroup{,/cpu}'/pods/it'\\''s'/cpu.{max,cfs_quota_us,stat}");
        }

        @Test
        void aBurstThatIsCutNowAndThenIsNot() {
            Judged.silent(judge, throttled(8));
        }

        @Test
        void whereTheCgroupCannotBeReadTheCheckSaysWhy() {
            host.processes.add(process(10, "api", 0.4, 0.1));
            host.suspects.add(Judged.blindSuspect(10, "api"));
            Judged.silent(judge, host);
            Judged.assertUnknown("cpu-throttling", host.evidence());
        }
    }

    @Nested
    class Kills {
        private final OomKill judge = new OomKill();

        private void log(double secondsAgo) {
            host.kernelLog = new KernelLog(
                    3600,
                    90,
                    false,
                    Map.of(Kind.OOM_KILL, 1),
                    List.of(new Message(
                            Kind.OOM_KILL,
                            secondsAgo,
                            "Out of memory: Killed process 77 (mysqld)",
                            Optional.of(77),
                            Optional.of("mysqld"))));
        }

        @Test
        void aKillAMinuteAgoIsCriticalAndNamesTheVictim() {
            log(60);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("the kernel killed mysqld (77) for lack of memory 60 s ago");
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
        }

        @Test
        void aKillAnHourAgoExplainsNothingNow() {
            log(3500);
            Judged.silent(judge, host);
        }

        @Test
        void aKillInTheCgroupOfASuspectIsHis() {
            host.suspect(process(10, "java", 0.1, 0))
                    .limited(
                            Answer.unavailable("no"),
                            Answer.unavailable("no"),
                            Answer.known(new CgroupMemory("/pod", 500 * MB, Answer.known(512 * MB), 2, 9, 40)),
                            Answer.unavailable("no"));
            assertThat(Judged.only(judge, host).subject().processes()).containsExactly(id(10));
        }

        @Test
        void withNeitherLogNorCounterTheCheckIsUnknown() {
            var blind = QuietHost.without(
                    QuietHost.without(host.evidence(), "kernelLog", Judged.REASON), "memory", Judged.REASON);
            assertThat(judge.judge(blind)).isEmpty();
            Judged.assertUnknown("oom-kills", blind);
        }
    }

    @Nested
    class Pressured {
        private final MemoryPressure judge = new MemoryPressure();

        private void memory(long available, double swapIn, double reclaim) {
            host.memory = new HostMemory(
                    4096 * MB,
                    available,
                    1024 * MB,
                    300 * MB,
                    20 * MB,
                    swapIn,
                    900,
                    reclaim,
                    10,
                    Answer.known(0L),
                    Answer.known(0L));
        }

        @Test
        void tasksThatWaitForMemoryAreFound() {
            host.memoryPressure = Answer.known(new Pressure(0.4, 0.3, 0.1, 0.45, 0.2));
            host.processes.add(process(10, "hog", 0.1, 0.1));
            Finding f = Judged.only(judge, host);
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.evidence()).anyMatch(x -> x.text().contains("hog (10) holds"));
        }

        @Test
        void pagesThatComeBackFromSwapAreNeeded() {
            memory(900 * MB, 500, 0);
            assertThat(Judged.only(judge, host).variant()).contains("swapping");
        }

        @Test
        void pagesThatOnlyGoOutAreTidiedUp() {
            memory(900 * MB, 3, 0);
            Judged.silent(judge, host);
        }

        @Test
        void aBackupThatFillsThePageCacheIsNoPressure() {
            memory(3500 * MB, 0, 5000);
            Judged.silent(judge, host);
        }

        @Test
        void littleLeftAndReclaimByTasksIsScarcity() {
            memory(80 * MB, 0, 5000);
            assertThat(Judged.only(judge, host).title()).contains("80.0 MB of 4.0 GB available");
        }

        @Test
        void withoutPressureAndMemoryTheCheckIsUnknown() {
            memory(80 * MB, 500, 5000);
            var blind = QuietHost.without(
                    QuietHost.without(host.evidence(), "load", Judged.REASON), "memory", Judged.REASON);
            assertThat(judge.judge(blind)).isEmpty();
            Judged.assertUnknown("memory", blind);
            Judged.assertUnknown("swap", blind);
        }
    }
}
