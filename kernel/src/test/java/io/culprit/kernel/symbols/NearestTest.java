package io.culprit.kernel.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void findsTheLastBeginningAtOrBeforeAsASearchOfAllWould() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            // Addresses of the kernel are negative as Java sees them.
            long base = round % 2 == 0 ? 0x400000 : 0xffffffff81000000L;
            long[] wanted =
                    random.longs(1 + random.nextInt(20), base, base + 100).toArray();
            long[] starts = random.longs(random.nextInt(40), base, base + 100).toArray();
            Nearest nearest = new Nearest(wanted);
            for (long start : starts) {
                nearest.offer(start);
            }
            for (long address : wanted) {
                long best = Long.MIN_VALUE;
                for (long start : starts) {
                    best = start <= address ? Math.max(best, start) : best;
                }
                int slot = nearest.slotFor(address);
                assertThat(slot == Nearest.NONE ? Long.MIN_VALUE : nearest.start(slot))
                        .isEqualTo(best);
            }
        }
    }

    @Test
    void theHighestAddressIsAboveTheLowest() {
        Nearest nearest = new Nearest(new long[] {-1, 5});
        nearest.offer(4);
        nearest.offer(0xffffffff81000000L);
        assertThat(nearest.start(nearest.slotFor(5))).isEqualTo(4);
        assertThat(nearest.start(nearest.slotFor(-1))).isEqualTo(0xffffffff81000000L);
    }

    @Test
    void anAddressThatWasNotAskedForHasNoAnswer() {
        assertThat(new Nearest(new long[] {5}).slotFor(6)).isEqualTo(Nearest.NONE);
        assertThat(new Nearest(new long[0]).offer(6)).isEqualTo(Nearest.NONE);
    }
}
