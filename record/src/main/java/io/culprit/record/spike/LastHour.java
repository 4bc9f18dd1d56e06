package io.culprit.record.spike;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a watch saw of the last hour, in minutes, by which one that is started after it goes on where it was: also what it has told
 * of and shall not tell again. On the wall clock, since a reboot may lie between.
 *
 * @param pauseUntil when the next spike may be told
 * @param ends of each minute, oldest first
 * @param host by the number of the signal
 * @param programs by name; who is missing used nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, compared never.
record LastHour(long pauseUntil, long[] ends, Track[] host, Map<String, Track> programs) {
    static final LastHour UNKNOWN = new LastHour(0, new long[0], new Track[0], Map.of());

    private static final int MOST_MINUTES = 60;

    /** @param levels the mean of each minute */
    @SuppressWarnings("ArrayRecordComponent") // Read once, compared never.
    record Track(boolean told, float[] levels) {
        boolean matters() {
            if (told) {
                return true;
            }
            for (float level : levels) {
                if (level > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(pauseUntil);
        out.writeInt(ends.length);
        for (long end : ends) {
            out.writeLong(end);
        }
        out.writeInt(host.length);
        for (Track track : host) {
            write(track, out);
        }
        out.writeInt(programs.size());
        for (Map.Entry<String, Track> e : programs.entrySet()) {
            byte[] name = e.getKey().getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
            write(e.getValue(), out);
        }
    }

    private static void write(Track track, DataOutput out) throws IOException {
        out.writeBoolean(track.told());
        for (float level : track.levels()) {
            out.writeFloat(level);
        }
    }

    /** @throws IOException also where the numbers make no sense */
    static LastHour read(DataInput in) throws IOException {
        long pauseUntil = in.readLong();
        long[] ends = new long[Usual.count(in, MOST_MINUTES, "minutes")];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = in.readLong();
        }
        Track[] host = new Track[Usual.count(in, HostLevels.COUNT, "levels of the host")];
        for (int i = 0; i < host.length; i++) {
            host[i] = track(in, ends.length);
        }
        int count = Usual.count(in, ProgramLevels.MOST, "programs");
        Map<String, Track> programs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = Usual.name(in);
            programs.put(name, track(in, ends.length));
        }
        return new LastHour(pauseUntil, ends, host, programs);
    }

    private static Track track(DataInput in, int minutes) throws IOException {
        boolean told = in.readBoolean();
        float[] levels = new float[minutes];
        for (int i = 0; i < minutes; i++) {
            levels[i] = in.readFloat();
        }
        return new Track(told, levels);
    }

    /** The same without what is older than an hour, or later than now: a clock was set meanwhile. */
    LastHour at(long wallMillis) {
        int from = 0;
        while (from < ends.length && !(wallMillis - ends[from] <= Tracks.RECENT_MILLIS && ends[from] <= wallMillis)) {
            from++;
        }
        int to = from;
        while (to < ends.length && ends[to] <= wallMillis && (to == from || ends[to] > ends[to - 1])) {
            to++;
        }
        if (from == 0 && to == ends.length) {
            return this;
        }
        if (to == from) {
            return UNKNOWN;
        }
        int first = from;
        int last = to;
        Map<String, Track> left = new HashMap<>();
        programs.forEach((name, track) -> left.put(name, part(track, first, last)));
        Track[] leftOfHost = new Track[host.length];
        Arrays.setAll(leftOfHost, i -> part(host[i], first, last));
        return new LastHour(pauseUntil, Arrays.copyOfRange(ends, first, last), leftOfHost, left);
    }

    private static Track part(Track track, int from, int to) {
        return new Track(track.told(), Arrays.copyOfRange(track.levels(), from, to));
    }
}
