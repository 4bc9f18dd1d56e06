package io.culprit.record.spike;

import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Riser;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.record.store.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a level jumps. The condition, in one sentence: a level held for 15 seconds and two samples exceeds both the
 * median of the last hour and what is usual at this time of day in the last seven days, each by a margin that grows with the
 * level and has a floor scaled to the machine; a program whose busy processes are younger than ten minutes must hold it for five.
 *
 * <p>One incident fires once: what rises within three minutes of a spike belongs to it, and each level stays silent until it
 * has come down or has become usual.
 *
 * <p>{@link #sample} is for one thread; {@link #recall} may run in another meanwhile.
 */
public final class SpikeWatch {
    /** Between two spikes; an investigation of the next incident costs as much as one of the same. */
    static final long PAUSE_MILLIS = 600_000;
    /** The one-minute load average has come to 95 % of a jump by then. */
    private static final long FOLLOW_MILLIS = 180_000;

    private static final int FOLLOW_SAMPLES = 3;
    /** What has just been started works hard because it was: builds, jobs, a daemon that reads its data. */
    private static final long FRESH_HELD_MILLIS = 300_000;
    /** Of a program's CPU: with more of it used by settled processes, it has not just been started. */
    private static final double MOSTLY = 0.5;
    /** A host of which nothing is known is watched for so long before anything is said of it; so is one that has just booted. */
    private static final long WARM_UP_MILLIS = 600_000;
    /** One that is known is only given the time in which the recorder starts, and what is restarted along with it. */
    private static final long SETTLE_MILLIS = 60_000;
    /** Of a program's floor: below, it is of no interest to anybody what it usually does. */
    private static final double NOTABLE = 0.5;
    /** Of a host's rise: who made less of it is not named. */
    private static final double WORTH_NAMING = 0.2;

    private static final long NEVER = Long.MIN_VALUE;

    /** @param zone by whose clock the jobs of this host are started */
    public record Settings(ZoneId zone) {
        public static Settings usual() {
            return new Settings(ZoneId.systemDefault());
        }
    }

    private final ZoneId zone;
    private final TimeOfDay time;
    private final HostLevels host = new HostLevels();
    private final Tracks hostTracks = new Tracks(HostLevels.COUNT);
    private final Alarms hostAlarms = new Alarms(HostLevels.COUNT);
    private final ProgramLevels programs = new ProgramLevels();
    private final Tracks programTracks = new Tracks(programs.capacity());
    private final Alarms programAlarms = new Alarms(programs.capacity());
    private final ProgramLevels.Numbers numbers = new Renumbering();
    private final Usual usual = new Usual();
    private final AtomicReference<UsualFile.@Nullable Kept> learned = new AtomicReference<>();
    private @Nullable Profile[] profiles = new Profile[programs.capacity()];
    private long[] hotMillis = new long[programs.capacity()];
    private LastHour resumed = LastHour.UNKNOWN;
    private long[] resumedEnds = new long[0];
    private long wallAhead;
    private long begunAt = NEVER;
    private long previous;
    private long pauseUntil = NEVER;
    private long followUntil = NEVER;

    public SpikeWatch(Settings settings) {
        zone = settings.zone();
        time = new TimeOfDay(zone);
    }

    /**
     * Learns from a recording what was usual in the last seven days, and keeps it for {@link #recall}. Reads the CPU of all
     * processes of these days and needs the memory for it: not for the recorder's own process.
     */
    public static void learn(Recording recording, long nowMillis, ZoneId zone, Path store) throws IOException {
        UsualFile.save(new UsualFile.Kept(new Learning(zone).of(recording, nowMillis), LastHour.UNKNOWN), store);
    }

    /** Takes in what was kept, to count from the next sample on; false when there was nothing */
    public boolean recall(Path store) {
        Optional<UsualFile.Kept> kept = UsualFile.load(store);
        kept.ifPresent(learned::set);
        return kept.isPresent();
    }

    /** Keeps what is usual by now, and the last hour. To be called by the thread of {@link #sample}. */
    public void remember(Path store) throws IOException {
        UsualFile.save(new UsualFile.Kept(usual, lastHour()), store);
    }

    private LastHour lastHour() {
        long[] ends = hostTracks.minuteEnds();
        for (int i = 0; i < ends.length; i++) {
            ends[i] += wallAhead;
        }
        LastHour.Track[] ofHost = new LastHour.Track[HostLevels.COUNT];
        Arrays.setAll(ofHost, i -> new LastHour.Track(hostAlarms.silent(i), hostTracks.minutes(i)));
        Map<String, LastHour.Track> ofPrograms = new HashMap<>();
        for (int i = 1; i < programs.count(); i++) {
            String name = programs.name(i);
            LastHour.Track track = new LastHour.Track(programAlarms.silent(i), programTracks.minutes(i));
            if (name != null && track.matters()) {
                ofPrograms.put(name, track);
            }
        }
        return new LastHour(pauseUntil == NEVER ? 0 : pauseUntil + wallAhead, ends, ofHost, ofPrograms);
    }

    /** @return what the sample shows to be a spike; nearly always empty */
    public Optional<Spike> sample(Frame frame, ProcessNames who) {
        long now = frame.bootMillis();
        wallAhead = frame.wallMillis() - now;
        time.at(frame.wallMillis());
        adopt(now);
        boolean first = begunAt == NEVER || now <= previous;
        long elapsed = first ? 0 : now - previous;
        host.read(frame);
        programs.read(frame, who, elapsed, numbers);
        previous = now;
        if (first) {
            begunAt = now;
            return Optional.empty();
        }
        host.over(elapsed);
        hostTracks.add(host.levels, HostLevels.COUNT, now, elapsed);
        programTracks.add(programs.levels, programs.count(), now, elapsed);
        usual.seen.note(time.day(), time.slot(), 1);
        int hostFires = watchHost(now);
        int programFires = watchPrograms(now, elapsed);
        if (hostFires < 0 && programFires < 0) {
            return Optional.empty();
        }
        pauseUntil = now + PAUSE_MILLIS;
        followUntil = now + Math.max(FOLLOW_MILLIS, FOLLOW_SAMPLES * elapsed);
        return Optional.of(hostFires >= 0 ? ofHost(hostFires, frame, who) : ofProgram(programFires, frame, who));
    }

    private void adopt(long now) {
        UsualFile.Kept more = learned.getAndSet(null);
        if (more == null) {
            return;
        }
        usual.merge(more.usual(), time.day());
        for (int i = 1; i < programs.count(); i++) {
            String name = programs.name(i);
            profiles[i] = name == null ? null : usual.of(name);
        }
        if (begunAt == NEVER) {
            resume(more.lastHour().at(now + wallAhead), now);
        }
    }

    private void resume(LastHour before, long now) {
        resumed = before;
        resumedEnds = before.ends().clone();
        for (int i = 0; i < resumedEnds.length; i++) {
            resumedEnds[i] -= wallAhead;
        }
        hostTracks.resume(resumedEnds);
        programTracks.resume(resumedEnds);
        for (int i = 0; i < before.host().length; i++) {
            hostTracks.resume(i, resumedEnds, before.host()[i].levels());
            if (before.host()[i].told()) {
                hostAlarms.tell(i);
            }
        }
        pauseUntil = Math.min(before.pauseUntil() - wallAhead, now + PAUSE_MILLIS);
    }

    /** Whether enough is known of this host to say what is not usual on it. */
    private boolean ready(long now) {
        long watched = now - begunAt;
        if (watched >= WARM_UP_MILLIS) {
            return true;
        }
        if (now < WARM_UP_MILLIS || watched < SETTLE_MILLIS) {
            return false;
        }
        return watched + resumedEnds.length * Tracks.MINUTE_MILLIS >= WARM_UP_MILLIS
                || usual.knows(time.day(), time.slot());
    }

    private int watchHost(long now) {
        int fires = -1;
        for (int i = 0; i < HostLevels.COUNT; i++) {
            double floor = Margin.floor(HostLevels.SIGNALS.get(i), host.cpus());
            float held = hostTracks.held(i);
            if (exceeds(hostTracks, i, held, floor, usual.host[i], now)) {
                hostAlarms.exceeds(i);
                if (tells(hostAlarms, i, now) && fires < 0) {
                    fires = i;
                }
            } else {
                hostAlarms.calm(i, now);
            }
            usual.host[i].note(time.day(), time.slot(), held);
        }
        return fires;
    }

    private int watchPrograms(long now, long elapsed) {
        int fires = -1;
        double floor = Margin.floor(Signal.PROGRAM_CPU, host.cpus());
        for (int i = 1; i < programs.count(); i++) {
            float level = programs.levels[i];
            if (level < NOTABLE * floor) {
                hotMillis[i] = 0;
                programAlarms.calm(i, now);
                continue;
            }
            hotMillis[i] = level >= floor ? hotMillis[i] + elapsed : 0;
            float held = programTracks.held(i);
            Profile profile = profiles[i];
            boolean enough = hotMillis[i] >= FRESH_HELD_MILLIS || programs.settled[i] >= MOSTLY * level;
            if (enough && exceeds(programTracks, i, held, floor, profile, now)) {
                programAlarms.exceeds(i);
                if (tells(programAlarms, i, now) && (fires < 0 || held > programTracks.held(fires))) {
                    fires = i;
                }
            } else {
                programAlarms.calm(i, now);
            }
            if (held >= NOTABLE * floor) {
                note(i, profile, held);
            }
        }
        return fires;
    }

    private void note(int number, @Nullable Profile profile, float held) {
        String name = programs.name(number);
        if (profile == null && name != null) {
            profile = usual.make(name, time.day());
            profiles[number] = profile;
        }
        if (profile != null) {
            profile.note(time.day(), time.slot(), held);
        }
    }

    private boolean exceeds(Tracks tracks, int track, float held, double floor, @Nullable Profile profile, long now) {
        if (!(held > floor)
                || !ready(now)
                || !tracks.recent(track)
                || held <= Margin.overRecent(tracks.median(), tracks.deviation(), floor)) {
            return false;
        }
        if (profile == null) {
            return true;
        }
        // Where no earlier day is known, the last hour must do.
        double atThisTime = profile.usual(usual.seen, time.day(), time.slot());
        return !(held <= Margin.overUsual(atThisTime, floor))
                && held > Margin.overUsual(profile.anytime(time.day()), floor);
    }

    /** Whether this is news; marks it as told where it is, or belongs to what was told. */
    private boolean tells(Alarms alarms, int track, long now) {
        if (alarms.silent(track)) {
            return false;
        }
        if (now >= pauseUntil || now < followUntil) {
            alarms.tell(track);
        }
        return now >= pauseUntil;
    }

    private Spike ofHost(int track, Frame frame, ProcessNames who) {
        Signal signal = HostLevels.SIGNALS.get(track);
        float held = hostTracks.held(track);
        hostTracks.recent(track);
        double from = hostTracks.median();
        boolean cpuIsThePoint = signal == Signal.CPU || signal == Signal.LOAD || signal == Signal.CPU_PRESSURE;
        return new Spike(frame.wallMillis(), signal, from, held, cpuIsThePoint ? mostRisen(who) : Optional.empty());
    }

    private Optional<Riser> mostRisen(ProcessNames who) {
        hostTracks.recent(0);
        double rise = hostTracks.held(0) - hostTracks.median();
        int most = 0;
        double by = Math.max(WORTH_NAMING * rise, 0);
        for (int i = 1; i < programs.count(); i++) {
            if (programs.levels[i] > by && programTracks.recent(i)) {
                double more = programs.levels[i] - programTracks.median();
                if (more > by) {
                    by = more;
                    most = i;
                }
            }
        }
        return most == 0 ? Optional.empty() : Optional.of(riser(most, who));
    }

    private Spike ofProgram(int number, Frame frame, ProcessNames who) {
        Riser riser = riser(number, who);
        return new Spike(frame.wallMillis(), Signal.PROGRAM_CPU, riser.from(), riser.to(), Optional.of(riser));
    }

    private Riser riser(int number, ProcessNames who) {
        RecordedProcess hottest = who.process(programs.hottest(number));
        programTracks.recent(number);
        float held = programTracks.held(number);
        return new Riser(
                hottest.program(),
                hottest.name(),
                hottest.id(),
                programs.busy(number),
                programTracks.median(),
                // A host's level may have been held where the program's share of it moved from one to the other.
                held > 0 ? held : programs.levels[number]);
    }

    private final class Renumbering implements ProgramLevels.Numbers {
        @Override
        public void grown(int capacity) {
            programTracks.grow(capacity);
            programAlarms.grow(capacity);
            profiles = Arrays.copyOf(profiles, capacity);
            hotMillis = Arrays.copyOf(hotMillis, capacity);
        }

        @Override
        public void given(int number, String program) {
            programTracks.clear(number);
            programAlarms.clear(number);
            hotMillis[number] = 0;
            profiles[number] = usual.of(program);
            LastHour.Track before = resumed.programs().get(program);
            if (before != null) {
                programTracks.resume(number, resumedEnds, before.levels());
                if (before.told()) {
                    programAlarms.tell(number);
                }
            }
        }
    }
}
