package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldTableTest {
    @Test
    void findsAllOfAKeyInTheOrderOfAdding() {
        Random random = new Random(3);
        HeldTable table = new HeldTable();
        Map<Long, List<Integer>> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            // Keys that differ only in their upper or lower half, and many alike.
            long key = random.nextBoolean() ? random.nextInt(2000) : (long) random.nextInt(2000) << 40;
            table.add(i, i * 2, key);
            expected.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        expected.forEach((key, pids) -> {
            List<Integer> found = new ArrayList<>();
            table.forEach(key, (pid, fd) -> {
                assertThat(fd).isEqualTo(pid * 2);
                found.add(pid);
            });
            assertThat(found).isEqualTo(pids);
        });
    }

    @Test
    void anUnknownKeyFindsNothing() {
        HeldTable table = new HeldTable();
        table.forEach(5, (pid, fd) -> assertThat(pid).isNegative());
        table.add(1, 2, 4);
        table.forEach(5, (pid, fd) -> assertThat(pid).isNegative());
        assertThat(table.size()).isOne();
    }
}
