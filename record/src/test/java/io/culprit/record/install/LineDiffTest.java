package io.culprit.record.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void aChangedLineIsShownWithItsNeighbours() {
        assertThat(LineDiff.of("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n"))
                .containsExactly("...", " b", " c", "-d", "+D", " e", " f");
    }

    @Test
    void aNewFileIsAllPlusAndEqualOnesAreNothing() {
        assertThat(LineDiff.of("", "a\nb\n")).containsExactly("+a", "+b");
        assertThat(LineDiff.of("a\nb\n", "")).containsExactly("-a", "-b");
        assertThat(LineDiff.of("a\n", "a\n")).isEmpty();
    }

    @Test
    void whatIsTakenAndBroughtAccountsForTheDifferenceOfAnyTwoTexts() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String before = text(random);
            String after = text(random);
            var shown = LineDiff.of(before, after);
            long taken = shown.stream().filter(l -> l.startsWith("-")).count();
            long brought = shown.stream().filter(l -> l.startsWith("+")).count();
            assertThat(brought - taken)
                    .isEqualTo(after.lines().count() - before.lines().count());
            assertThat(shown.isEmpty()).isEqualTo(before.equals(after));
            assertThat(before.lines().toList())
                    .containsAll(shown.stream()
                            .filter(l -> l.startsWith("-") || l.startsWith(" "))
                            .map(l -> l.substring(1))
                            .toList());
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int k = random.nextInt(12); k > 0; k--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }
}
