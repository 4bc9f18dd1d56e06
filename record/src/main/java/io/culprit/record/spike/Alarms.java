package io.culprit.record.spike;

import java.util.Arrays;

/** Which tracks have been told of and stay silent until they come down. */
final class Alarms {
    /** A level that hovers about its threshold is one event. */
    private static final long CALM_MILLIS = 60_000;

    private boolean[] told;
    private long[] calmSince;

    Alarms(int capacity) {
        told = new boolean[capacity];
        calmSince = new long[capacity];
    }

    void grow(int capacity) {
        told = Arrays.copyOf(told, capacity);
        calmSince = Arrays.copyOf(calmSince, capacity);
    }

    void clear(int track) {
        told[track] = false;
        calmSince[track] = 0;
    }

    void tell(int track) {
        told[track] = true;
        calmSince[track] = 0;
    }

    boolean silent(int track) {
        return told[track];
    }

    void exceeds(int track) {
        calmSince[track] = 0;
    }

    void calm(int track, long now) {
        if (!told[track]) {
            return;
        }
        if (calmSince[track] == 0) {
            calmSince[track] = now;
        } else if (now - calmSince[track] >= CALM_MILLIS) {
            clear(track);
        }
    }
}
