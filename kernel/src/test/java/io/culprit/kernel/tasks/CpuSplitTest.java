package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CpuSplitTest {
    private final CpuSplit split = new CpuSplit();

    @Test
    void theSumIsTheRunTimeAndTheShareThatOfTheTicks() {
        split.of(3_000, 1_000, 8_000_000, 0, 0);
        assertThat(split.user).isEqualTo(6_000_000);
        assertThat(split.system).isEqualTo(2_000_000);
    }

    @Test
    void withoutTicksInOnePartTheOtherGetsAll() {
        split.of(0, 5, 900, 0, 0);
        assertThat(split.system).isEqualTo(900);
        split.of(5, 0, 900, 0, 0);
        assertThat(split.user).isEqualTo(900);
        split.of(0, 0, 900, 0, 0);
        assertThat(split.user).isEqualTo(900);
    }

    @Test
    void neitherPartFallsWhateverTheTicksSay() {
        var random = new Random(3);
        long run = 0;
        long user = 0;
        long system = 0;
        for (int i = 0; i < 100_000; i++) {
            run += random.nextLong(1L << random.nextInt(1, 45));
            split.of(random.nextLong(1L << 60), random.nextLong(1L << 60), run, user, system);
            assertThat(split.user).isGreaterThanOrEqualTo(user);
            assertThat(split.system).isGreaterThanOrEqualTo(system);
            assertThat(split.user + split.system).isEqualTo(run);
            user = split.user;
            system = split.system;
        }
    }

    @Test
    void aRunTimeThatFellChangesNothing() {
        split.of(10, 10, 50, 40, 30);
        assertThat(split.user).isEqualTo(40);
        assertThat(split.system).isEqualTo(30);
    }
}
