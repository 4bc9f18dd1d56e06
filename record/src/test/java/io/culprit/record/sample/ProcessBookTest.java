package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessBookTest {

    private record Key(int pid, long start) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAMapWhateverComesAndGoes(long seed) {
        Random random = new Random(seed);
        ProcessBook book = new ProcessBook();
        Map<Key, Integer> expected = new HashMap<>();
        int nextHandle = 0;
        for (int round = 0; round < 200; round++) {
            Map<Key, Integer> now = new HashMap<>();
            expected.forEach((key, handle) -> {
                if (random.nextInt(10) < 8) {
                    now.put(key, handle);
                }
            });
            Set<Integer> gone = new HashSet<>(expected.values());
            gone.removeAll(now.values());
            book.beginRound();
            for (Map.Entry<Key, Integer> e : now.entrySet()) {
                int slot = book.find(e.getKey().pid(), e.getKey().start());
                assertThat(book.handle(slot)).isEqualTo(e.getValue());
                assertThat(book.named(slot, e.getValue(), 7)).isTrue();
                assertThat(book.see(slot)).isTrue();
                assertThat(book.see(slot)).isFalse();
            }
            for (int i = random.nextInt(round == 3 ? 6000 : 200); i > 0; i--) {
                Key key = new Key(random.nextInt(1 << 15), random.nextInt(50));
                if (!expected.containsKey(key) && !now.containsKey(key)) {
                    assertThat(book.find(key.pid(), key.start())).isEqualTo(ProcessBook.ABSENT);
                    now.put(key, nextHandle);
                    book.name(book.add(key.pid(), key.start(), nextHandle), nextHandle, 7);
                    nextHandle++;
                }
            }
            List<Integer> ended = new ArrayList<>();
            book.endRound(ended::add);
            assertThat(ended).containsExactlyInAnyOrderElementsOf(gone);
            assertThat(book.size()).isEqualTo(now.size());
            expected = now;
        }
    }

    @Test
    void aPidThatComesBackWithAnotherStartIsAnotherProcess() {
        ProcessBook book = new ProcessBook();
        book.beginRound();
        book.add(42, 1000, 0);
        assertThat(book.find(42, 1001)).isEqualTo(ProcessBook.ABSENT);
        assertThat(book.find(42, 1000)).isNotEqualTo(ProcessBook.ABSENT);
    }
}
