package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParagraphTest {
    @Test
    void linesBreakBetweenWords() {
        assertThat(Paragraph.wrap("one two three four", 9)).containsExactly("one two", "three", "four");
        assertThat(Paragraph.wrap("one two three four", 5, 10)).containsExactly("one", "two three", "four");
        assertThat(Paragraph.wrap("", 9)).containsExactly("");
        assertThat(Paragraph.wrap("  much   space  ", 40)).containsExactly("much space");
    }

    @Test
    void aFigureKeepsItsGroupsItsSignAndItsUnit() {
        assertThat(Paragraph.wrap("used 1 048 576 of", 12)).containsExactly("used", "1 048 576 of");
        assertThat(Paragraph.wrap("busy for 97 %, and", 11)).containsExactly("busy for", "97 %, and");
        assertThat(Paragraph.wrap("holds 5.1 GB of 15.6 GB", 10)).containsExactly("holds", "5.1 GB of", "15.6 GB");
        assertThat(Paragraph.wrap("load 13.34 13.59 13.73", 11)).containsExactly("load 13.34", "13.59 13.73");
    }

    @Test
    void aLineNeverBeginsWithTheSignBetweenTwoItems() {
        assertThat(Paragraph.wrap("aaaa \u00b7 bbbb \u00b7 cccc", 6))
                .containsExactly("aaaa \u00b7", "bbbb \u00b7", "cccc");
    }

    @Test
    void aWordLongerThanTheLineIsCutButNotInsideAnEscapeOrACharacter() {
        assertThat(Paragraph.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(Paragraph.wrap("abc\\x1b[31m", 4)).containsExactly("abc", "\\x1b", "[31m");
        assertThat(Paragraph.wrap("ab\\u202ecd\\u{e0041}", 9)).containsExactly("ab\\u202ec", "d", "\\u{e0041}");
        assertThat(Paragraph.wrap("\u4f60\u597d\u4f60\u597d", 5)).containsExactly("\u4f60\u597d", "\u4f60\u597d");
        assertThat(Paragraph.wrap("aae\u0301e\u0301", 3)).containsExactly("aae\u0301", "e\u0301");
    }

    @Test
    void widthIsThatOfATerminal() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of("\u4f60\u597d")).isEqualTo(4);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("\ud83d\ude00")).isEqualTo(2);
        assertThat(Columns.of("\u00d7\u00b7\u2026")).isEqualTo(3);
        assertThat(Columns.of("\uff21\uac00")).isEqualTo(4);
    }

    @Test
    void nothingIsLostAndNothingIsTooWideWhateverTheText() {
        Random random = new Random(11);
        String[] words = {"a", "12", "345", "%", "\\x1b", "\u4f60\u597d", "longerthanmost", "GB", "\u00b7", "e\u0301"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--)
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            int width = 8 + random.nextInt(30);
            List<String> lines = Paragraph.wrap(text.toString(), width);
            assertThat(String.join("", lines).replace(" ", ""))
                    .isEqualTo(text.toString().replace(" ", ""));
            assertThat(lines).allMatch(l -> Columns.of(l) <= width);
        }
    }
}
