package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.Suspect.CgroupPids;
import io.culprit.model.evidence.SystemLimits.Fill;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GrowthJudgesTest {
    private static final long MB = 1 << 20;
    private final QuietHost host = new QuietHost();

    @Nested
    class Memory {
        private final MemoryGrowth judge = new MemoryGrowth();

        private static List<Long> line(long bytesPerReading) {
            return LongStream.range(0, 9)
                    .map(i -> 20 * MB + i * bytesPerReading)
                    .boxed()
                    .toList();
        }

        private static ProcessUsage grows(int pid, String name, double cpus, List<Long> rss) {
            return QuietHost.process(pid, name, cpus, 0, 1, 0, rss);
        }

        private static Answer<ProcessMemory> memory(long file, long shmem, double anonGrowth) {
            return Answer.known(new ProcessMemory(
                    80 * MB,
                    80 * MB - file - shmem,
                    file,
                    shmem,
                    0,
                    90 * MB,
                    200 * MB,
                    anonGrowth,
                    anonGrowth,
                    Answer.known(40),
                    Answer.known(List.of()),
                    Answer.known(List.of()),
                    Answer.known(List.of()),
                    Answer.known("madvise"),
                    Optional.empty()));
        }

        private QuietHost suspect(ProcessUsage p, Answer<ProcessMemory> memory) {
            return host.suspect(p)
                    .limited(memory, Answer.unavailable("no"), Answer.unavailable("no"), Answer.unavailable("no"));
        }

        @Test
        void aSteadyLeakOfEightMegabytesASecondIsFoundWithItsEnd() {
            Finding f =
                    Judged.only(judge, suspect(grows(10, "malloc-leak", 0.02, line(8 * MB)), memory(MB, 0, 8.0 * MB)));
            assertThat(f.title())
                    .isEqualTo("malloc-leak (10) grows by 8.0 MB a second, now 84.0 MB, the host is full in 6 minutes");
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
            assertThat(f.confidence()).isEqualTo(Confidence.MEDIUM);
        }

        @Test
        void theTwinThatFreesStaysAsItIs() {
            host.processes.add(grows(10, "malloc-leak", 0.02, line(0)));
            Judged.silent(judge, host);
        }

        @Test
        void aWarmUpFlattensAndOneLoadStops() {
            host.processes.add(grows(
                    10,
                    "warm",
                    0.1,
                    List.of(20 * MB, 40 * MB, 55 * MB, 65 * MB, 72 * MB, 76 * MB, 78 * MB, 79 * MB, 79 * MB)));
            host.processes.add(grows(
                    11,
                    "load",
                    0.1,
                    List.of(20 * MB, 20 * MB, 20 * MB, 90 * MB, 90 * MB, 90 * MB, 90 * MB, 90 * MB, 90 * MB)));
            Judged.silent(judge, host);
        }

        @Test
        void pagesOfFilesThatADatabaseTouchesAreNoLeak() {
            Judged.silent(judge, suspect(grows(10, "mongod", 0.1, line(8 * MB)), memory(70 * MB, 0, 1000)));
            Judged.silent(judge, suspect(grows(11, "postgres", 0.1, line(8 * MB)), memory(0, 70 * MB, 1000)));
        }

        @Test
        void aHeapThatIsCollectedRisesUntilItIs() {
            ProcessUsage p = grows(10, "java", 0.8, line(8 * MB));
            host.processes.add(p);
            Finding f = Judged.only(judge, host);
            assertThat(f.severity()).isEqualTo(Severity.NOTICE);
            assertThat(f.confidence()).isEqualTo(Confidence.LOW);
        }

        @Test
        void workersThatLeakAlikeAreOneFinding() {
            for (int pid = 10; pid < 16; pid++) host.processes.add(grows(pid, "worker", 0.02, line(2 * MB)));
            assertThat(Judges.findings(host.evidence())).hasSize(1).allSatisfy(f -> {
                assertThat(f.subject().count()).isEqualTo(6);
                assertThat(f.title()).endsWith("(and 5 more of this program)");
            });
        }

        @Test
        void whereUsageCannotBeReadTheCheckSaysWhy() {
            host.processes.add(grows(10, "malloc-leak", 0.02, line(8 * MB)));
            Judged.silentWithout("usage", "memory-growth", judge, host);
        }
    }

    @Nested
    class Threads {
        private final ThreadExplosion judge = new ThreadExplosion();

        private void threads(int pid, int count, int growth) {
            host.processes.add(QuietHost.process(pid, "thread-leak", 0, 0.01, count, growth, List.of(9 * MB)));
        }

        @Test
        void fiftyASecondThatNeverEndAreCertain() {
            threads(10, 1001, 400);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("thread-leak (10) has 1 001 threads, 50 more a second");
            assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
        }

        @Test
        void theTwinJoinsThem() {
            threads(10, 2, 0);
            Judged.silent(judge, host);
        }

        @Test
        void aPoolThatFillsUpToTwoHundredIsHonest() {
            threads(10, 230, 180);
            Judged.silent(judge, host);
        }

        @Test
        void thousandsThatDoNotGrowAreANotice() {
            threads(10, 2000, 0);
            assertThat(Judged.only(judge, host).severity()).isEqualTo(Severity.NOTICE);
        }

        @Test
        void theSameTasksAgainstTwoLimitsAreOneFindingThatNamesTheHolder() {
            host.threads = new Fill(29_500, 30_000);
            host.pids = new Fill(29_500, 32_768);
            threads(10, 1200, 0);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("the host has 29 500 of 30 000 tasks that threads-max allows");
            assertThat(f.evidence()).anyMatch(x -> x.text().equals("thread-leak (10) has 1 200 threads"));
        }

        @Test
        void suspectsOfOneCgroupAtItsLimitAreOneFinding() {
            for (int pid = 10; pid < 14; pid++)
                host.suspect(QuietHost.process(pid, "worker", 0.1, 0))
                        .limited(
                                Answer.unavailable("no"),
                                Answer.unavailable("no"),
                                Answer.unavailable("no"),
                                Answer.known(new CgroupPids("/pod", 99, Answer.known(100L))));
            assertThat(Judged.only(judge, host).subject().processes()).containsExactly(id(10));
        }

        @Test
        void whereLimitsCannotBeReadTheCheckSaysWhy() {
            host.pids = new Fill(32_000, 32_768);
            Judged.silentWithout("limits", "threads", judge, host);
        }
    }
}
