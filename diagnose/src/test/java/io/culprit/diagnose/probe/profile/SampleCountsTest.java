package io.culprit.diagnose.probe.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.profile.SampleCounts.Counted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SampleCountsTest {
    private static final int KERNEL = 1;
    private static final int USER = 2;

    private final SampleCounts counts = new SampleCounts(new int[] {300, 7});

    private void sample(int misc, long address, int pid) {
        byte[] b = ByteBuffer.allocate(24)
                .order(ByteOrder.nativeOrder())
                .putLong(8, address)
                .putInt(16, pid)
                .putInt(20, pid)
                .array();
        counts.sample(misc, b, 8, 24);
    }

    @Test
    void samplesAreCountedByProcessModeAndAddress() {
        sample(USER, 0x401000, 7);
        sample(USER, 0x401000, 7);
        sample(KERNEL, 0x401000, 7);
        sample(USER, 0x401000, 300);
        assertThat(counts.all())
                .containsExactlyInAnyOrder(
                        new Counted(1, false, 0x401000, 2),
                        new Counted(1, true, 0x401000, 1),
                        new Counted(0, false, 0x401000, 1));
        assertThat(counts.samples()).isEqualTo(4);
    }

    @Test
    void otherProcessesAndShortSamplesArePassedOver() {
        sample(USER, 1, 8);
        sample(USER, 1, 0);
        sample(USER, 1, -1);
        counts.sample(USER, new byte[24], 16, 24);
        assertThat(counts.samples()).isZero();
    }

    @Test
    void anAddressInAGuestIsNoneOfOurs() {
        sample(5, 0x401000, 7);
        assertThat(counts.all()).containsExactly(new Counted(1, false, 0, 1));
    }

    @Test
    void theTableGrowsToItsBoundAndThenSaysWhatItDropped() {
        for (int i = 0; i < 200_000; i++) {
            sample(USER, 0x400000 + i * 16L, 7);
        }
        assertThat(counts.samples() + counts.dropped()).isEqualTo(200_000);
        assertThat(counts.dropped()).isPositive();
        assertThat(counts.all()).hasSize(counts.samples()).allMatch(c -> c.samples() == 1);
    }
}
