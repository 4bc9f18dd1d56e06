package io.culprit.record.spike;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is usual on this host: profiles of the host's levels and of the programs that ever used notable CPU. */
final class Usual {
    /** 5 KB each. */
    private static final int MOST_PROGRAMS = 512;

    final Profile[] host = new Profile[HostLevels.COUNT];
    /** Has 1 wherever the host was watched. */
    final Profile seen = new Profile();

    private final Map<String, Profile> programs = new HashMap<>();

    Usual() {
        Arrays.setAll(host, i -> new Profile());
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
