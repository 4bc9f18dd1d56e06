package io.culprit.record.sample;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingWriter;
import io.culprit.record.store.RecordingWriter.Written;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loop: samples when it is due, stores, and sleeps. It runs in the thread that calls {@link #run}; {@link #stop} may come
 * from any.
 *
 * <p>Due times are a fixed grid on the monotonic clock, so a slow sample does not shift those after it. A sample that could
 * not begin before the next one was due is lost, and said so in the recording.
 */
public final class Recorder implements AutoCloseable {

    /** What a person should hear at once; all of it is in the recording as well. */
    @FunctionalInterface
    public interface Voice {
        void say(String line);
    }

    /** Looks at each stored frame; must be quick, and may add nothing. */
    @FunctionalInterface
    public interface Onlooker {
        void sampled(Frame frame);
    }

    /** Readings of sockets walk all descriptors: once a minute is as often as a leak needs. */
    private static final Duration SOCKETS_EVERY = Duration.ofSeconds(60);

    /** Wall and boot clock drift apart by at most 500 ppm under NTP; two seconds between samples is somebody setting the clock. */
    private static final long CLOCK_JUMP_MILLIS = 2000;

    /** Begins this share of the interval after it was due. */
    private static final int LATE_SHARE = 10;

    private final RecordingWriter writer;
    private final Sources sources;
    private final Sampler sampler;
    private final Voice voice;
    private final Onlooker onlooker;
    private final RecorderClock clock;
    private final long everyNanos;
    private final Frame frame = new Frame();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private boolean stopped;

    private long due;
    private long socketsDue;
    private long clockOffsetMillis;
    private boolean clockKnown;
    private boolean storing = true;
    private boolean reading = true;
    private long taken;
    private long late;
    private long lost;
    /** Of them, those that were never taken, as far as the recording does not tell it yet. */
    private long untold;

    public Recorder(
            RecordingWriter writer, Sources sources, String bootId, Duration every, Voice voice, Onlooker onlooker) {
        this(writer, sources, bootId, every, voice, onlooker, new HostClock());
    }

    Recorder(
            RecordingWriter writer,
            Sources sources,
            String bootId,
            Duration every,
            Voice voice,
            Onlooker onlooker,
            RecorderClock clock) {
        this.writer = writer;
        this.sources = sources;
        this.sampler = new Sampler(writer, bootId, (int) ProcessHandle.current().pid(), every);
        this.voice = voice;
        this.onlooker = onlooker;
        this.clock = clock;
        this.everyNanos = every.toNanos();
    }

    /**
     * Samples until {@link #stop}, or until the time is over. The writer is left open.
     *
     * @param length of the run; a sample that is due just at its end is not taken
     */
    public void run(Duration length) throws InterruptedException {
        long begin = clock.nanos();
        due = begin;
        socketsDue = begin;
        event(
                RecordingEvent.Kind.STARTED,
                "recording began, every " + everyNanos / 1_000_000 + " ms, from " + sources.method());
        while (waitUntilDue() && clock.nanos() - begin < length.toNanos()) {
            sample();
            due += everyNanos;
            countMissed();
        }
        event(RecordingEvent.Kind.STOPPED, "recording ended: " + taken + " samples, " + lost + " lost");
    }

    /** Ends {@link #run} after the sample that it is at. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** To be called by the thread of {@link #run}, or after it. */
    public Health health() {
        return new Health(taken, late, lost, frame.rows(), sampler.ownCpuMicros(), sampler.ownRssBytes());
    }

    /** Processes that are told apart at present. */
    int known() {
        return sampler.known();
    }

    /** Stored with the next sample. To be called by the thread of {@link #run}. */
    public void event(RecordingEvent.Kind kind, String text) {
        writer.event(new RecordingEvent(clock.wallMillis(), kind, text));
    }

    /** To be called after {@link #run}. */
    @Override
    public void close() {
        sampler.close();
    }

    private boolean waitUntilDue() throws InterruptedException {
        lock.lock();
        try {
            for (long left = due - clock.nanos(); !stopped && left > 0; left = due - clock.nanos()) {
                clock.await(wake, left);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void sample() {
        long begin = clock.nanos();
        long lateNanos = begin - due;
        long wallMillis = clock.wallMillis();
        long bootMillis = clock.bootMillis();
        watchClock(wallMillis, bootMillis);
        frame.begin(wallMillis, bootMillis);
        int wanted = TaskColumn.DETAILS_READ | TaskColumn.FDS_READ;
        if (begin - socketsDue >= 0) {
            wanted |= TaskColumn.SOCKETS_READ;
            socketsDue = begin + Math.max(SOCKETS_EVERY.toNanos() - everyNanos / 2, 0);
        }
        Read<Integer> read = sources.tasks(sampler, wanted, frame);
        sources.changes().forEach(text -> tell(RecordingEvent.Kind.SOURCE_CHANGED, text));
        if (read instanceof Read.Refused<Integer>) {
            loseUnread(read.why());
            return;
        }
        if (!reading) {
            reading = true;
            tell(RecordingEvent.Kind.SOURCE_CHANGED, "processes can be read again");
        }
        sources.host(frame);
        if ((wanted & TaskColumn.SOCKETS_READ) != 0) {
            sources.lookAtHost();
        }
        frame.host(HostKey.PROCESSES, frame.rows());
        frame.host(HostKey.OWN_CPU, sampler.ownCpuMicros());
        frame.host(HostKey.OWN_RSS, sampler.ownRssBytes());
        frame.host(HostKey.OWN_LATE, lateNanos / 1000);
        frame.host(HostKey.OWN_TOOK, (clock.nanos() - begin) / 1000);
        store(lateNanos);
        onlooker.sampled(frame);
    }

    private void store(long lateNanos) {
        if (untold > 0) {
            event(RecordingEvent.Kind.SAMPLES_LOST, untold + " samples before this one were not taken");
            untold = 0;
        }
        if (writer.append(frame) instanceof Written.Lost(String why)) {
            lost++;
            if (storing) {
                storing = false;
                voice.say("samples are being lost: " + why);
            }
            return;
        }
        taken++;
        late += lateNanos > everyNanos / LATE_SHARE ? 1 : 0;
        if (!storing) {
            storing = true;
            voice.say("the recording can be written again");
        }
    }

    private void loseUnread(String why) {
        lost++;
        untold++;
        if (reading) {
            reading = false;
            tell(RecordingEvent.Kind.SOURCE_CHANGED, "processes cannot be read: " + why);
        }
    }

    private void countMissed() {
        long behind = clock.nanos() - due;
        if (behind >= everyNanos) {
            long missed = behind / everyNanos;
            lost += missed;
            untold += missed;
            due += missed * everyNanos;
        }
    }

    private void watchClock(long wallMillis, long bootMillis) {
        long offset = wallMillis - bootMillis;
        long jump = offset - clockOffsetMillis;
        if (clockKnown && Math.abs(jump) > CLOCK_JUMP_MILLIS) {
            tell(
                    RecordingEvent.Kind.CLOCK_JUMPED,
                    "the wall clock jumped by " + TimeUnit.MILLISECONDS.toSeconds(jump) + " s");
        }
        clockOffsetMillis = offset;
        clockKnown = true;
    }

    private void tell(RecordingEvent.Kind kind, String text) {
        event(kind, text);
        voice.say(text);
    }
}
