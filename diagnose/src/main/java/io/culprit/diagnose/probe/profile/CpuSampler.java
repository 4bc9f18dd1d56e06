package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where the targets' CPU time goes: a software clock interrupts them and notes the instruction, while the window lasts.
 *
 * <p>A thread of its own empties the rings meanwhile. It ends with {@link #finish} or {@link #close}, one of which must be called;
 * both may be, in any order. What is started and finished belongs to one thread.
 */
public final class CpuSampler implements AutoCloseable {
    /** Not 100, which would beat with the timers of programs and kernel. */
    public static final int DEFAULT_FREQUENCY_HZ = 99;
    /** kernel.perf_event_max_sample_rate allows 100 times that; more tells nothing more about 10 s. */
    private static final int MAX_FREQUENCY_HZ = 999;
    /** The rings hold many times as long. */
    private static final long DRAIN_MILLIS = 250;

    private final int frequencyHz;
    private final List<CodeOf> targets;
    private final SampleCounts counts;
    private final Read<Session> session;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread drainer;

    private CpuSampler(List<ProcessId> targets, int frequencyHz) {
        this.frequencyHz = Math.clamp(frequencyHz, 1, MAX_FREQUENCY_HZ);
        this.targets = targets.stream().distinct().map(CodeOf::new).toList();
        int[] pids = this.targets.stream().mapToInt(CodeOf::pid).toArray();
        counts = new SampleCounts(pids);
        session = Session.open(pids, this.frequencyHz);
        drainer = Thread.ofPlatform().daemon().name("cpu-sampler").unstarted(this::drainUntilStopped);
    }

    /** Begins to sample. What refuses it is told by {@link #finish}. */
    public static CpuSampler start(List<ProcessId> targets, int frequencyHz) {
        CpuSampler sampler = new CpuSampler(targets, frequencyHz);
        sampler.drainer.start();
        return sampler;
    }

    private void drainUntilStopped() {
        if (!(session instanceof Read.Ok<Session>(Session s))) {
            return;
        }
        try {
            while (!stop.await(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                s.perf().drain(counts);
                s.perf().follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends sampling and names the places. */
    public Answer<CpuProfile> finish() {
        return switch (session) {
            case Read.Ok<Session>(Session s) -> profile(s);
            case Read.Refused<Session> refused -> Answer.unavailable(Session.refusal(refused));
        };
    }

    private Answer<CpuProfile> profile(Session s) {
        join();
        s.perf().stop();
        s.perf().drain(counts);
        targets.forEach(CodeOf::again);
        HotSpots.Named named = HotSpots.of(counts.all(), targets);
        Answer<CpuProfile> profile = Answer.known(new CpuProfile(
                frequencyHz,
                counts.samples(),
                s.perf().lost() + counts.dropped(),
                s.missing(named.hidden()),
                named.spots()));
        s.perf().close();
        return profile;
    }

    /** Waits for the drainer, whose every step is short, whatever interrupts the caller. */
    private void join() {
        stop.countDown();
        boolean interrupted = false;
        while (drainer.isAlive()) {
            try {
                drainer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends sampling, whatever was sampled. */
    @Override
    public void close() {
        join();
        session.asOptional().ifPresent(s -> s.perf().close());
    }
}
