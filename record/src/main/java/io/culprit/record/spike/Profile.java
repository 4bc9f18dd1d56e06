package io.culprit.record.spike;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The highest level that was held in each slot of today and of the seven days before. */
final class Profile {
    /** Today and a week. */
    static final int DAYS = 8;

    private static final int HOURS = 24;
    private static final int SLOTS_PER_HOUR = TimeOfDay.SLOTS / HOURS;

    private final float[] levels = new float[DAYS * TimeOfDay.SLOTS];
    private final long[] days = new long[DAYS];
    private final float[] scratch = new float[HOURS];

    Profile() {
        Arrays.fill(days, Long.MIN_VALUE);
    }

    void note(long day, int slot, float level) {
        int row = Math.floorMod(day, DAYS);
        if (days[row] != day) {
            if (days[row] > day) {
                return;
            }
            days[row] = day;
            Arrays.fill(levels, row * TimeOfDay.SLOTS, (row + 1) * TimeOfDay.SLOTS, 0);
        }
        int i = row * TimeOfDay.SLOTS + slot;
        levels[i] = Math.max(levels[i], level);
    }

    void write(DataOutput out) throws IOException {
        for (int row = 0; row < DAYS; row++) {
            out.writeLong(days[row]);
            if (days[row] != Long.MIN_VALUE) {
                for (int s = 0; s < TimeOfDay.SLOTS; s++) {
                    out.writeFloat(levels[row * TimeOfDay.SLOTS + s]);
                }
            }
        }
    }

    static Profile read(DataInput in) throws IOException {
        Profile profile = new Profile();
        for (int row = 0; row < DAYS; row++) {
            long day = in.readLong();
            if (day != Long.MIN_VALUE) {
                for (int s = 0; s < TimeOfDay.SLOTS; s++) {
                    profile.note(day, s, in.readFloat());
                }
            }
        }
        return profile;
    }

    /** Takes over what another saw. */
    void merge(Profile other) {
        for (int row = 0; row < DAYS; row++) {
            if (other.days[row] != Long.MIN_VALUE) {
                for (int s = 0; s < TimeOfDay.SLOTS; s++) {
                    note(other.days[row], s, other.levels[row * TimeOfDay.SLOTS + s]);
                }
            }
        }
    }

    boolean isEmptySince(long day) {
        for (int row = 0; row < DAYS; row++) {
            if (days[row] >= day) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is usual at this time of day: of the seven days before, the second highest, so that the incident of one day does not
     * hide that of the next; but all of what the same day of the week had, and all where one day alone was seen.
     *
     * @param seen which slots were watched at all: there a level is known, if only as 0
     * @return NaN where no earlier day was watched at this time
     */
    double usual(Profile seen, long day, int slot) {
        double highest = Double.NaN;
        double second = Double.NaN;
        for (int back = 1; back < DAYS; back++) {
            if (!(seen.around(day - back, slot) > 0)) {
                continue;
            }
            double level = around(day - back, slot);
            if (!(level <= highest)) {
                second = highest;
                highest = level;
            } else if (!(level <= second)) {
                second = level;
            }
        }
        double usual = Double.isNaN(second) ? highest : second;
        double weekAgo = seen.around(day - DAYS + 1, slot) > 0 ? around(day - DAYS + 1, slot) : 0;
        return Math.max(usual, weekAgo);
    }

    /** What is usual at any time: in half of the hours of the day, the week had this level or a higher one. */
    double anytime(long day) {
        Arrays.fill(scratch, 0);
        for (int back = 0; back < DAYS; back++) {
            int row = Math.floorMod(day - back, DAYS);
            if (days[row] == day - back) {
                for (int s = 0; s < TimeOfDay.SLOTS; s++) {
                    int hour = s / SLOTS_PER_HOUR;
                    scratch[hour] = Math.max(scratch[hour], levels[row * TimeOfDay.SLOTS + s]);
                }
            }
        }
        Arrays.sort(scratch);
        return scratch[HOURS / 2];
    }

    /** A job may begin some minutes earlier or later than yesterday. */
    private float around(long day, int slot) {
        return Math.max(at(day, slot), Math.max(at(day, slot - 1), at(day, slot + 1)));
    }

    private float at(long day, int slot) {
        long d = slot < 0 ? day - 1 : slot >= TimeOfDay.SLOTS ? day + 1 : day;
        int row = Math.floorMod(d, DAYS);
        return days[row] == d ? levels[row * TimeOfDay.SLOTS + Math.floorMod(slot, TimeOfDay.SLOTS)] : 0;
    }
}
