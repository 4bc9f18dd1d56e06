package io.culprit.record.spike;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is usual on this host: profiles of the host's levels and of the programs that ever used notable CPU. */
final class Usual {
    /** 5 KB each. */
    private static final int MOST_PROGRAMS = 512;

    /** A program is its executable's name with a script, a unit or a container. */
    private static final int MOST_NAME_BYTES = 8192;

    final Profile[] host = new Profile[HostLevels.COUNT];
    /** Has 1 wherever the host was watched. */
    final Profile seen = new Profile();

    private final Map<String, Profile> programs = new HashMap<>();

    Usual() {
        Arrays.setAll(host, i -> new Profile());
    }

    /** Whether the host was watched at this time of an earlier day of the week. */
    boolean knows(long day, int slot) {
        return !Double.isNaN(seen.usual(seen, day, slot));
    }

    @Nullable
    Profile of(String program) {
        return programs.get(program);
    }

    /** @return null when there is no room for another */
    @Nullable
    Profile make(String program, long day) {
        Profile known = programs.get(program);
        if (known != null) {
            return known;
        }
        if (programs.size() >= MOST_PROGRAMS) {
            forget(day);
        }
        if (programs.size() >= MOST_PROGRAMS) {
            return null;
        }
        Profile made = new Profile();
        programs.put(program, made);
        return made;
    }

    private void forget(long day) {
        Iterator<Profile> all = programs.values().iterator();
        while (all.hasNext()) {
            if (all.next().isEmptySince(day - Profile.DAYS + 1)) {
                all.remove();
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (Profile profile : host) {
            profile.write(out);
        }
        seen.write(out);
        out.writeInt(programs.size());
        for (Map.Entry<String, Profile> e : programs.entrySet()) {
            byte[] name = e.getKey().getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
            e.getValue().write(out);
        }
    }

    /** @throws IOException also where the numbers make no sense */
    static Usual read(DataInput in) throws IOException {
        Usual usual = new Usual();
        for (Profile profile : usual.host) {
            profile.merge(Profile.read(in));
        }
        usual.seen.merge(Profile.read(in));
        int count = count(in, MOST_PROGRAMS, "programs");
        for (int i = 0; i < count; i++) {
            String name = name(in);
            usual.programs.put(name, Profile.read(in));
        }
        return usual;
    }

    static int count(DataInput in, int most, String what) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException(count + " " + what);
        }
        return count;
    }

    static String name(DataInput in) throws IOException {
        byte[] name = new byte[count(in, MOST_NAME_BYTES, "bytes of a name")];
        in.readFully(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    void merge(Usual other, long day) {
        for (int i = 0; i < host.length; i++) {
            host[i].merge(other.host[i]);
        }
        seen.merge(other.seen);
        other.programs.forEach((name, profile) -> {
            Profile mine = make(name, day);
            if (mine != null) {
                mine.merge(profile);
            }
        });
    }
}
