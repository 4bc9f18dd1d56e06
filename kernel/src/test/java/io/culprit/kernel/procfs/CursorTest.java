package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {
    private final Cursor cursor = new Cursor();

    @Test
    void readsNumbersWordsAndLines() {
        over("tcp:  12 -7 x18446744073709551615\n\tff Gg");
        assertThat(cursor.skip(bytes("tcp6"))).isFalse();
        assertThat(cursor.skip(bytes("tcp:"))).isTrue();
        assertThat(cursor.number()).isEqualTo(12);
        assertThat(cursor.number()).isEqualTo(-7);
        assertThat(cursor.number()).isEqualTo(Cursor.NONE);
        assertThat(cursor.here()).isEqualTo('x');
        assertThat(cursor.word()).isTrue();
        assertThat(cursor.word()).isFalse();
        assertThat(cursor.here()).isEqualTo('\n');
        cursor.line();
        assertThat(cursor.hex()).isEqualTo(255);
        assertThat(cursor.hex()).isEqualTo(Cursor.NONE);
        cursor.line();
        assertThat(cursor.more()).isFalse();
        assertThat(cursor.here()).isEqualTo(-1);
        assertThat(cursor.number()).isEqualTo(Cursor.NONE);
    }

    @Test
    void largestNumbersAreWholeAndLargerOnesWrap() {
        over("9223372036854775807 18446744073709551615");
        assertThat(cursor.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(cursor.number()).isEqualTo(-1);
    }

    @Test
    void findsTheLastOfALineAndComparesWithoutLookingBeyondTheEnd() {
        over("a:b:1\nc:2");
        assertThat(cursor.lastInLine(':')).isEqualTo(3);
        assertThat(cursor.same(0, 3, bytes("a:b"))).isTrue();
        assertThat(cursor.same(0, 2, bytes("a:b"))).isFalse();
        assertThat(cursor.same(7, 9, bytes(":2"))).isFalse();
        assertThat(cursor.copy(0, 3)).containsExactly('a', ':', 'b');
    }

    @Test
    void staysWithinTheBytesThatCount() {
        Random random = new Random(3);
        byte[] all = new byte[64];
        for (int i = 0; i < 20_000; i++) {
            for (int k = 0; k < all.length; k++) {
                all[k] = (byte) "0123456789abc \t\n:-".charAt(random.nextInt(18));
            }
            int length = random.nextInt(all.length);
            cursor.over(all, length);
            while (cursor.more()) {
                int before = cursor.position();
                switch (random.nextInt(5)) {
                    case 0 -> cursor.number();
                    case 1 -> cursor.hex();
                    case 2 -> cursor.word();
                    case 3 -> cursor.blanks();
                    default -> cursor.line();
                }
                assertThat(cursor.position()).isBetween(before, length);
            }
        }
    }

    private void over(String text) {
        byte[] b = bytes(text);
        cursor.over(b, b.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
