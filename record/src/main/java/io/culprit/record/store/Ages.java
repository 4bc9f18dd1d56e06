package io.culprit.record.store;

import java.util.List;

/**
 * How long ago segments were recorded. Within a boot the boot clock tells; between two boots the wall clock does, as it stood
 * when the second began or as it was corrected later, whichever is less. So no clock that jumps makes anything old.
 */
final class Ages {
    private Ages() {}

    /**
     * @param heads oldest first
     * @return for each the milliseconds from its last sample to the newest sample of all
     */
    static long[] of(List<Head> heads) {
        long[] ages = new long[heads.size()];
        long age = 0;
        int newer = -1;
        long newestPlacement = 0;
        for (int i = heads.size() - 1; i >= 0; i--) {
            Head head = heads.get(i);
            if (head.samples() == 0) {
                ages[i] = age;
                continue;
            }
            if (newer >= 0) {
                Head next = heads.get(newer);
                if (next.origin().bootId().equals(head.origin().bootId())) {
                    age = plus(age, next.last().boot(), head.last().boot());
                } else {
                    age = plus(age, next.last().boot(), next.first().boot());
                    age = plus(age, gap(head, next, newestPlacement), 0);
                    newestPlacement = head.last().placement();
                }
            } else {
                newestPlacement = head.last().placement();
            }
            ages[i] = age;
            newer = i;
        }
        return ages;
    }

    private static long gap(Head head, Head next, long newestPlacement) {
        long asItStood = next.first().wall() - head.last().wall();
        long asCorrected = next.first().boot() + newestPlacement - head.last().wall();
        return Math.min(asItStood, asCorrected);
    }

    /** Never less than before: what claims to be newer than its successor is as old. */
    private static long plus(long age, long later, long earlier) {
        return age + Math.max(0, later - earlier);
    }
}
