package io.culprit.record.replay;

import static io.culprit.record.replay.PastHost.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.Diagnosis;
import io.culprit.model.Finding;
import io.culprit.record.replay.PastHost.Proc;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private final PastHost host = new PastHost();

    private Replay.Outcome outcome(long at, Optional<Duration> window) {
        return Replay.of(host.recording, at, window, ZoneOffset.UTC);
    }

    private Diagnosis at(long at) {
        assertThat(outcome(at, Optional.empty())).isInstanceOf(Replay.Outcome.Done.class);
        return ((Replay.Outcome.Done) outcome(at, Optional.empty())).diagnosis();
    }

    private String missing(long at) {
        return ((Replay.Outcome.NothingThere) outcome(at, Optional.empty())).why();
    }

    private static Check check(Diagnosis d, String id) {
        return d.checks().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }

    private List<Proc> workers() {
        List<Proc> workers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            workers.add(host.process(18_354 + i, "networkingd"));
        }
        return workers;
    }

    private void theOriginalCase(long interval) {
        List<Proc> workers = workers();
        host.process(1, "systemd");
        host.until(AT, interval);
        workers.forEach(w -> w.cpus = 0.92);
        host.load = 18;
        host.stall = 0.6;
        host.until(AT + 1_200_000, interval);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 60_000, 600_000})
    void theOriginalCaseHasItsCulpritWhateverTheInterval(int interval) {
        theOriginalCase(interval);

        Diagnosis d = at(AT + 30_000);

        assertThat(d.findings()).first().satisfies(f -> {
            assertThat(f.id()).isEqualTo("cpu-consumer");
            assertThat(f.subject().program()).isEqualTo("networkingd");
            assertThat(f.subject().count()).isEqualTo(12);
            assertThat(f.cpus()).isBetween(10.9, 11.1);
        });
        assertThat(d.findings()).hasSize(1);
        assertThat(d.evidence().load().map(l -> l.one()).orElse(0.0)).isEqualTo(18);
        assertThat(check(d, "load").summary().orElse("")).contains("on 12 CPUs; load for each CPU 1.5");
        assertThat(d.evidence().host().uptimeSeconds() / 86_400).isEqualTo(13);
        assertThat(d.evidence().suspects()).hasSize(12).allMatch(s -> s.name().equals("networkingd"));
    }

    @Test
    void beforeTheJumpThereIsNothing() {
        theOriginalCase(10_000);

        assertThat(at(AT - 300_000).findings()).isEmpty();
    }

    @Test
    void whatARecordingDoesNotHoldIsNeverAnAllClear() {
        theOriginalCase(10_000);

        Diagnosis d = at(AT + 60_000);

        for (String id : List.of(
                "one-core",
                "hot-threads",
                "udp-errors",
                "listen-queues",
                "retransmits",
                "tcp-pressure",
                "socket-drops",
                "listen-backlog",
                "top-peers",
                "swap",
                "interfaces",
                "multicast",
                "host",
                "hot-fds",
                "kernel-messages",
                "oom-kills",
                "thermal",
                "conntrack",
                "softirqs",
                "threads",
                "udp-memory",
                "mappings",
                "cpu-throttling")) {
            assertThat(check(d, id)).as(id).satisfies(c -> {
                assertThat(c.status()).isEqualTo(Status.UNKNOWN);
                assertThat(c.reason().orElse("")).contains("recording");
            });
        }
        assertThat(check(d, "tcp-memory").summary().orElse("")).startsWith("9 413 pages of 310 sockets");
        assertThat(check(d, "orphans").summary().orElse("")).startsWith("529 of 262 144");
        assertThat(check(d, "system-fds").status()).isEqualTo(Status.OK);
        assertThat(check(d, "memory").status()).isEqualTo(Status.OK);
    }

    @Test
    void growingMemoryThreadsAndDescriptorsAreSeen() {
        Proc memory = host.process(100, "hoarder");
        Proc threads = host.process(101, "spawner");
        Proc fds = host.process(102, "opener");
        threads.threads = 300;
        host.until(AT + 300_000, 10_000, () -> {
            memory.anon += 50 << 20;
            threads.threads += 40;
            fds.fds += 100;
        });

        assertThat(at(AT).findings())
                .extracting(Finding::id, f -> f.subject().program())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("memory-growth", "hoarder"),
                        org.assertj.core.groups.Tuple.tuple("thread-explosion", "spawner"),
                        org.assertj.core.groups.Tuple.tuple("descriptor-growth", "opener"));
    }

    /** The memory of an idle process is read every fifth time and repeated between; its descriptors once. */
    @Test
    void repeatedValuesAreNoReadings() {
        Proc p = host.process(100, "idle");
        int[] n = {0};
        host.until(AT + 300_000, 10_000, () -> {
            boolean now = n[0]++ % 5 == 0;
            p.readNow = now ? io.culprit.model.recording.ReadNow.DETAILS : 0;
            p.anon += now ? 100 << 20 : 0;
            p.fds += 500;
        });

        Diagnosis d = at(AT);

        assertThat(d.findings()).isEmpty();
        assertThat(d.evidence().descriptorUsage().orElse(List.of())).isEmpty();
        assertThat(d.evidence()
                        .usage()
                        .map(u -> u.processes().getFirst().rssReadings().size())
                        .orElse(0))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void socketsThatWereNeverClosedAreSeen() {
        Proc leaker = host.process(18_354, "networkingd");
        host.until(AT + 300_000, 10_000, () -> {
            leaker.closed += 20;
            leaker.sockets += 20;
        });

        assertThat(at(AT).findings()).singleElement().satisfies(f -> {
            assertThat(f.id()).isEqualTo("socket-leak");
            assertThat(f.variant()).hasValue("unidentified");
        });
    }

    @Test
    void aProxyWithManyLiveConnectionsLeaksNothing() {
        Proc proxy = host.process(200, "proxy");
        proxy.sockets = 5000;
        proxy.closeWait = 250;
        host.until(AT + 300_000, 10_000);

        assertThat(at(AT).findings()).isEmpty();
    }

    @Test
    void cpuThatNoRecordedProcessUsedBelongsToShortLivedOnesWhereThereAreMany() {
        host.process(1, "systemd");
        host.unaccounted = 6;
        host.forksPerSecond = 900;
        host.until(AT + 300_000, 10_000);

        assertThat(at(AT).findings()).extracting(Finding::id).containsExactly("short-lived-process-storm");
    }

    @Test
    void aProcessThatBeganInTheWindowCountsFromItsBirthAndAnEndedOneToItsEnd() {
        host.process(1, "systemd");
        host.until(AT, 10_000);
        Proc born = host.process(900, "born", host.wall + 5_000);
        born.cpus = 3;
        Proc dies = host.process(901, "dies");
        dies.cpus = 2;
        host.until(AT + 30_000, 10_000);
        dies.alive = false;
        host.until(AT + 300_000, 10_000);

        var usage = at(AT).evidence().usage().map(u -> u.processes()).orElse(List.of());

        assertThat(usage)
                .filteredOn(p -> p.name().equals("born"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.startedInWindow()).isTrue();
                    assertThat(p.cpus()).isBetween(2.9, 3.1);
                });
        assertThat(usage)
                .filteredOn(p -> p.name().equals("dies"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.endedInWindow()).isTrue();
                    // Seen late, so that only what it used between two samples is known.
                    assertThat(p.cpus()).isBetween(0.6, 1.1);
                });
    }

    @Test
    void nothingNearTheMomentIsSaidWithTheNearestMoments() {
        host.process(1, "systemd");
        assertThat(missing(AT)).isEqualTo("the recording holds no sample");
        host.until(AT, 10_000);
        host.wall += 5 * 3_600_000L;
        host.until(AT + 6 * 3_600_000L, 10_000);

        assertThat(missing(AT - 10_000_000)).contains("the recording begins at 2026-");
        assertThat(missing(AT + 100_000_000)).contains("the recording ends at 2026-");
        assertThat(missing(AT + 3_600_000)).contains("the nearest samples are of 2026-", "the recorder did not run");
        assertThat(outcome(AT + 5_000, Optional.empty())).isInstanceOf(Replay.Outcome.Done.class);
    }

    @Test
    void noWindowReachesAcrossAReboot() {
        Proc before = host.process(18_354, "networkingd");
        before.cpus = 5;
        host.until(AT, 10_000);
        before.alive = false;
        host.boot = "another-boot";
        Proc after = host.process(50, "init");
        host.until(AT + 600_000, 10_000);

        Diagnosis dying = at(AT - 2_000);
        assertThat(dying.evidence().host().bootId()).isEqualTo(PastHost.BOOT);
        assertThat(dying.evidence().window().seconds()).isEqualTo(60);
        assertThat(dying.findings()).extracting(f -> f.subject().program()).containsExactly("networkingd");
        Diagnosis born = at(AT + 20_000);
        assertThat(born.evidence().host().bootId()).isEqualTo("another-boot");
        assertThat(born.findings()).isEmpty();
        assertThat(after.alive).isTrue();
    }

    @Test
    void aWideWindowOfManySamplesIsThinnedOut() {
        Proc memory = host.process(100, "hoarder");
        host.until(AT + 900_000, 1_000, () -> memory.anon += 2 << 20);

        Replay.Outcome.Done done = (Replay.Outcome.Done) outcome(AT, Optional.of(Duration.ofMinutes(10)));

        assertThat(done.samples()).isEqualTo(601);
        assertThat(done.diagnosis()
                        .evidence()
                        .usage()
                        .map(u -> u.processes().getFirst().rssReadings().size())
                        .orElse(0))
                .isBetween(100, Trails.MOST_SAMPLES + 2);
        assertThat(done.diagnosis().findings()).extracting(Finding::id).containsExactly("memory-growth");
    }

    /** An import of ps: CPU and RSS of processes, nothing of the host. */
    @Test
    void aRecordingThatHoldsProcessesAloneAnswersWhatItCan() {
        var recording = new io.culprit.record.FakeRecording();
        var p = host.process(100, "burner").description;
        for (int i = 0; i < 20; i++) {
            var frame = new io.culprit.record.store.Frame();
            frame.begin(AT + i * 60_000L, i * 60_000L);
            int row = frame.add(0);
            frame.set(row, io.culprit.model.recording.ProcessMetric.CPU_USER, i * 120_000_000L);
            recording.append(frame, h -> p, "import:ps");
        }

        Replay.Outcome.Done done =
                (Replay.Outcome.Done) Replay.of(recording, AT + 300_000, Optional.empty(), ZoneOffset.UTC);

        assertThat(done.diagnosis().findings()).extracting(Finding::id).containsExactly("cpu-consumer");
        assertThat(done.diagnosis().evidence().load()).isInstanceOf(Answer.Unavailable.class);
        assertThat(check(done.diagnosis(), "load").reason().orElse("")).contains("does not hold load.1");
    }

    @Test
    void absurdValuesDoNotBreakTheJudgement() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            PastHost absurd = new PastHost();
            for (int i = 0; i < 30; i++) {
                absurd.process(random.nextInt(), "p\n\u001b[2J" + i, random.nextLong() >> 20);
            }
            absurd.until(
                    AT + 120_000,
                    10_000,
                    () -> absurd.processes.forEach(p -> {
                        p.cpus = random.nextGaussian() * 1e6;
                        p.anon = random.nextLong();
                        p.fds = random.nextLong();
                        p.threads = random.nextLong();
                        p.sockets = random.nextLong();
                        p.closed = random.nextLong();
                        p.closeWait = random.nextLong();
                        p.readNow = random.nextInt();
                        p.alive = random.nextInt(5) > 0;
                    }));
            assertThat(Replay.of(absurd.recording, AT, Optional.empty(), ZoneOffset.UTC))
                    .isInstanceOf(Replay.Outcome.Done.class);
        }
    }
}
