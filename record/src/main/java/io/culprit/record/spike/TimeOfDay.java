package io.culprit.record.spike;

import java.time.Instant;
import java.time.ZoneId;

/** Day and slot of the day on the local clock, by which jobs are started. The zone is asked once for each slot. */
final class TimeOfDay {
    /** A nightly job begins within minutes of its time. */
    static final int SLOT_MILLIS = 600_000;

    static final int SLOTS = 24 * 3_600_000 / SLOT_MILLIS;
    private static final long DAY_MILLIS = 24 * 3_600_000L;

    private final ZoneId zone;
    private long asked = Long.MIN_VALUE;
    private long offsetMillis;
    private long day;
    private int slot;

    TimeOfDay(ZoneId zone) {
        this.zone = zone;
    }

    void at(long wallMillis) {
        long utcSlot = Math.floorDiv(wallMillis, (long) SLOT_MILLIS);
        if (utcSlot != asked) {
            asked = utcSlot;
            offsetMillis = 1000L
                    * zone.getRules()
                            .getOffset(Instant.ofEpochMilli(wallMillis))
                            .getTotalSeconds();
        }
        long local = wallMillis + offsetMillis;
        day = Math.floorDiv(local, DAY_MILLIS);
        slot = (int) (Math.floorMod(local, DAY_MILLIS) / SLOT_MILLIS);
    }

    long day() {
        return day;
    }

    int slot() {
        return slot;
    }
}
