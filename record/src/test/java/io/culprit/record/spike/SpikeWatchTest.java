package io.culprit.record.spike;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.record.FakeRecording;
import io.culprit.record.store.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpikeWatchTest {
    @TempDir
    Path directory;

    private static final long NOON =
            LocalDateTime.of(2026, 11, 23, 12, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
    private static final int HOUR = 3_600_000;

    private final SpikeWatch watch = new SpikeWatch(new SpikeWatch.Settings(ZoneOffset.UTC));
    private final SimulatedHost host = new SimulatedHost(12, NOON, 1);

    private List<Spike> run(long millis, int interval) {
        List<Spike> spikes = new ArrayList<>();
        for (long t = 0; t < millis; t += interval) {
            watch.sample(host.after(interval), host).ifPresent(spikes::add);
        }
        return spikes;
    }

    private int[] quietWorkers() {
        int[] workers = new int[12];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = host.old("networkingd");
            host.uses(workers[i], 0.04);
        }
        return workers;
    }

    @Test
    void theOriginalCaseIsSeenWithinThirtySecondsAndItsProgramNamed() {
        int[] workers = quietWorkers();
        assertThat(run(HOUR, 10_000)).isEmpty();
        long begin = host.wall;
        for (int w : workers) {
            host.uses(w, 0.92);
        }

        List<Spike> spikes = run(HOUR, 10_000);

        assertThat(spikes).singleElement().satisfies(s -> {
            assertThat(s.signal()).isEqualTo(Signal.CPU);
            assertThat(s.millis() - begin).isLessThanOrEqualTo(30_000);
            assertThat(s.from()).isBetween(0.47, 0.49);
            assertThat(s.to()).isBetween(11.0, 11.1);
            assertThat(s.riser()).hasValueSatisfying(r -> {
                assertThat(r.program()).isEqualTo("networkingd");
                assertThat(r.processes()).isEqualTo(12);
                assertThat(r.to()).isBetween(11.0, 11.1);
            });
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 60_000, 600_000})
    void oneProcessThatBeginsToSpinIsNamedWhateverTheInterval(int interval) {
        quietWorkers();
        int one = host.old("agent");
        assertThat(run(2L * HOUR, interval)).isEmpty();
        long begin = host.wall;
        host.uses(one, 0.92);

        List<Spike> spikes = run(2L * HOUR, interval);

        assertThat(spikes).singleElement().satisfies(s -> {
            assertThat(s.signal()).isEqualTo(Signal.PROGRAM_CPU);
            assertThat(s.riser().map(Spike.Riser::program)).hasValue("agent");
            assertThat(s.riser().map(r -> r.hottest().pid())).hasValue(1012);
            assertThat(s.millis() - begin).isLessThanOrEqualTo(Math.max(20_000, 2 * interval));
        });
    }

    @Test
    void aSingleSampleIsNoise() {
        int[] workers = quietWorkers();
        run(HOUR, 10_000);
        host.uses(workers[0], 9);
        Optional<Spike> at = watch.sample(host.after(10_000), host);
        host.uses(workers[0], 0.04);

        assertThat(at).isEmpty();
        assertThat(run(HOUR, 10_000)).isEmpty();
    }

    @Test
    void aSlowRiseOverTheDayIsNone() {
        int[] workers = quietWorkers();
        run(HOUR, 10_000);
        for (int step = 0; step < 8 * 60; step++) {
            host.uses(workers[0], 0.04 + 6.0 * step / (8 * 60));
            assertThat(run(60_000, 10_000)).as("minute %d", step).isEmpty();
        }
    }

    @Test
    void aProgramThatWasJustStartedMayWorkHardForAWhile() {
        quietWorkers();
        run(HOUR, 10_000);
        int build = host.start("cc1");
        host.uses(build, 1);
        assertThat(run(200_000, 10_000)).isEmpty();
        host.end(build);
        int loop = host.start("forgotten.py");
        host.uses(loop, 1);

        assertThat(run(HOUR, 10_000))
                .singleElement()
                .satisfies(s -> assertThat(s.riser())
                        .hasValueSatisfying(r -> assertThat(r.program()).isEqualTo("forgotten.py")));
    }

    @Test
    void asItComesDownAndRisesAgainItIsToldAgain() {
        int[] workers = quietWorkers();
        run(HOUR, 10_000);
        host.uses(workers[0], 6);
        assertThat(run(HOUR / 4, 10_000)).hasSize(1);
        host.uses(workers[0], 0.04);
        assertThat(run(HOUR / 2, 10_000)).isEmpty();
        host.uses(workers[0], 6);
        assertThat(run(HOUR / 4, 10_000)).hasSize(1);
    }

    @Test
    void aRecorderThatIsStartedAnewOnAHostThatItKnowsIsReadyAfterAMinute() throws IOException {
        int[] workers = quietWorkers();
        assertThat(run(HOUR, 10_000)).isEmpty();
        watch.remember(directory);
        SpikeWatch next = recalled();
        assertThat(run(next, 60_000)).isEmpty();
        long begin = host.wall;
        for (int w : workers) {
            host.uses(w, 0.92);
        }

        assertThat(run(next, HOUR)).singleElement().satisfies(s -> {
            assertThat(s.millis() - begin).isLessThanOrEqualTo(30_000);
            assertThat(s.from()).isBetween(0.47, 0.49);
            assertThat(s.riser().map(Spike.Riser::program)).hasValue("networkingd");
        });
    }

    @Test
    void whatWasToldBeforeIsNotToldAgain() throws IOException {
        int[] workers = quietWorkers();
        run(HOUR, 10_000);
        host.uses(workers[0], 6);
        assertThat(run(HOUR / 12, 10_000)).hasSize(1);
        for (int again = 0; again < 4; again++) {
            watch.remember(directory);
            assertThat(run(recalled(), HOUR / 12)).isEmpty();
        }
    }

    @Test
    void aHostThatHasJustBootedIsWatchedForTenMinutesWhateverIsKnownOfIt() throws IOException {
        quietWorkers();
        run(HOUR, 10_000);
        watch.remember(directory);
        SimulatedHost rebooted = new SimulatedHost(12, host.wall + 30_000, 2, 20_000);
        int worker = rebooted.old("networkingd");
        rebooted.uses(worker, 6);
        SpikeWatch next = recalled();
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < 360; i++) {
            next.sample(rebooted.after(10_000), rebooted).ifPresent(s -> told.add(rebooted.frame.bootMillis()));
        }
        assertThat(told).singleElement().satisfies(t -> assertThat(t).isBetween(600_000L, 620_000L));
    }

    private SpikeWatch recalled() {
        SpikeWatch next = new SpikeWatch(new SpikeWatch.Settings(ZoneOffset.UTC));
        assertThat(next.recall(directory)).isTrue();
        return next;
    }

    private List<Spike> run(SpikeWatch other, long millis) {
        List<Spike> spikes = new ArrayList<>();
        for (long t = 0; t < millis; t += 10_000) {
            other.sample(host.after(10_000), host).ifPresent(spikes::add);
        }
        return spikes;
    }

    /** Four nights of a backup at 03:00, recorded by a recorder that has been restarted since. */
    @Test
    void whatTheRecordingShowsOfOtherNightsIsUsual() throws IOException {
        int worker = host.old("web");
        host.uses(worker, 0.3);
        FakeRecording recording = new FakeRecording();
        for (int day = 0; day < 4; day++) {
            night(recording, worker);
        }
        SpikeWatch.learn(recording, host.wall, ZoneOffset.UTC, directory);
        assertThat(watch.recall(directory)).isTrue();

        assertThat(night(recording, worker)).isEmpty();
    }

    @Test
    void theSameNightUnheardOfIsASpike() {
        int worker = host.old("web");
        host.uses(worker, 0.3);

        assertThat(night(new FakeRecording(), worker))
                .first()
                .satisfies(s -> assertThat(s.riser().map(Spike.Riser::program)).hasValue("web"));
    }

    @Test
    void anotherSpikeAtTheTimeOfYesterdaysIsStillOne() throws IOException {
        int worker = host.old("web");
        host.uses(worker, 0.3);
        FakeRecording recording = new FakeRecording();
        for (int day = 0; day < 3; day++) {
            quietDay(recording);
        }
        night(recording, worker);
        SpikeWatch.learn(recording, host.wall, ZoneOffset.UTC, directory);
        assertThat(watch.recall(directory)).isTrue();

        assertThat(night(recording, worker)).isNotEmpty();
    }

    private void quietDay(FakeRecording recording) {
        for (int i = 0; i < 24 * 60; i++) {
            recording.append(host.after(60_000), host, SimulatedHost.BOOT);
        }
    }

    /** From noon to noon, and at three in the morning the worker is busy for 40 minutes. */
    private List<Spike> night(FakeRecording recording, int worker) {
        List<Spike> spikes = new ArrayList<>();
        for (int i = 0; i < 24 * 60; i++) {
            host.uses(worker, i >= 15 * 60 && i < 15 * 60 + 40 ? 5 : 0.3);
            Frame frame = host.after(60_000);
            recording.append(frame, host, SimulatedHost.BOOT);
            watch.sample(frame, host).ifPresent(spikes::add);
        }
        return spikes;
    }

    @Test
    void aPressureThatRisesWithoutCpuNamesNobody() {
        quietWorkers();
        long stalled = 0;
        List<Spike> spikes = new ArrayList<>();
        for (int i = 0; i < 720; i++) {
            Frame frame = host.after(10_000);
            stalled += i >= 500 ? 6_000_000 : 0;
            frame.host(HostKey.PRESSURE_SOME + "memory", stalled);
            watch.sample(frame, host).ifPresent(spikes::add);
        }

        assertThat(spikes).singleElement().satisfies(s -> {
            assertThat(s.signal()).isEqualTo(Signal.MEMORY_PRESSURE);
            assertThat(s.to()).isBetween(0.59, 0.61);
            assertThat(s.riser()).isEmpty();
        });
    }

    @Test
    void aSampleOfAThousandProcessesAllocatesNothing() {
        for (int i = 0; i < 1000; i++) {
            host.uses(host.old("daemon" + i % 300), 0.01);
        }
        // Twice an hour, so that all code is warm and every minute was made once.
        run(2L * HOUR, 10_000);
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Frame frame = host.after(10_000);
        watch.sample(frame, host);
        long before = bean.getCurrentThreadAllocatedBytes();
        for (int i = 1; i <= 100; i++) {
            frame.begin(frame.wallMillis() + 1000, frame.bootMillis() + 1000);
            for (int h = 0; h < 1000; h++) {
                int row = frame.add(h);
                frame.set(row, ProcessMetric.CPU_USER, i);
                frame.set(row, ProcessMetric.CPU_SYSTEM, i);
            }
            watch.sample(frame, host);
        }

        // A hundred samples, and what measuring costs.
        assertThat(bean.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
    }

    @Test
    void nothingThatAFrameMayHoldHarmsIt() {
        for (int seed = 0; seed < 40; seed++) {
            java.util.Random random = new java.util.Random(seed);
            SpikeWatch w = new SpikeWatch(new SpikeWatch.Settings(ZoneId.of("Europe/Berlin")));
            SimulatedHost h = new SimulatedHost(2, NOON, seed);
            for (int i = 0; i < 60; i++) {
                h.start(random.nextBoolean() ? "a\n\u001b[2J" : "p" + random.nextInt());
            }
            Frame frame = new Frame();
            long boot = 0;
            for (int i = 0; i < 300; i++) {
                boot += random.nextInt(20) == 0 ? -5_000 : random.nextInt(700_000);
                frame.begin(random.nextInt(30) == 0 ? random.nextLong() >> 16 : NOON + boot, boot);
                for (String key : HostLevels.KEYS) {
                    if (random.nextInt(5) > 0) {
                        frame.host(key, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt());
                    }
                }
                for (int handle = 0; handle < 60; handle++) {
                    if (random.nextBoolean()) {
                        int row = frame.add(handle);
                        frame.set(row, ProcessMetric.CPU_USER, random.nextLong() >> random.nextInt(60));
                        if (random.nextInt(4) > 0) {
                            frame.set(row, ProcessMetric.CPU_SYSTEM, random.nextLong() >> random.nextInt(60));
                        }
                    }
                }
                w.sample(frame, h).ifPresent(s -> assertThat(s.to()).isFinite());
            }
        }
    }

    @Test
    void moreProgramsThanThereIsRoomForAreForgottenInTime() {
        for (int i = 0; i < ProgramLevels.MOST + 100; i++) {
            host.old("p" + i);
        }
        run(30_000, 10_000);
        int last = host.old("agent");
        run(HOUR, 60_000);
        host.uses(last, 3);

        assertThat(run(HOUR, 60_000))
                .singleElement()
                .satisfies(s -> assertThat(s.signal()).isEqualTo(Signal.CPU));
    }
}
