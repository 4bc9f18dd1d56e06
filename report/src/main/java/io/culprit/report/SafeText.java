package io.culprit.report;

import java.util.Map;

/**
 * Text that came from the system, made safe for a terminal: whatever could move the cursor, start an escape sequence, reverse
 * the reading direction or hide is shown as what it is, such as {@code \x1b}, {@code \n} or {@code \u202e}.
 *
 * <p>A backslash stays as it is, since commands to copy hold some; so the result shows what was there but cannot be turned
 * back into it.
 */
public final class SafeText {
    /** More marks than this on one letter only hide the letters around it. */
    private static final int MARKS_ON_A_LETTER = 2;

    private static final String CUT = "...";
    private static final int LAST_ASCII = 0x7e;

    /** Letters and signs by their Unicode category, but blank on the screen. */
    private static final String BLANK = "\u115f\u1160\u2800\u3164\uffa0";

    /** What stands for our own signs on a terminal that has ASCII alone. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry((int) '\u00b7', "|"),
            Map.entry((int) '\u00d7', "x"),
            Map.entry((int) '\u00b1', "+/-"),
            Map.entry((int) '\u00b5', "u"),
            Map.entry((int) '\u2013', "-"),
            Map.entry((int) '\u2014', "-"),
            Map.entry((int) '\u2018', "'"),
            Map.entry((int) '\u2019', "'"),
            Map.entry((int) '\u2026', "..."),
            Map.entry((int) '\u2192', "->"),
            Map.entry((int) '\u2264', "<="),
            Map.entry((int) '\u2265', ">="));

    private SafeText() {}

    /** One line, whatever the text holds. */
    public static String of(String text) {
        return escaped(text, true);
    }

    /** One line of ASCII alone. */
    public static String ascii(String text) {
        return escaped(text, false);
    }

    /** One line of at most so many columns; says when something was left out. */
    public static String of(String text, int columns) {
        // No character is narrower than 0 columns, and marks are bounded: what lies beyond cannot be shown anyway.
        int enough = Math.min(text.length(), (columns + 1) * (2 + MARKS_ON_A_LETTER));
        String safe = of(text.substring(0, enough));
        if (enough == text.length() && Columns.of(safe) <= columns) return safe;
        String head = Columns.cut(safe, columns - CUT.length());
        return (Columns.of(head) <= columns - CUT.length() ? head : "") + CUT;
    }

    private static String escaped(String text, boolean unicode) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= LAST_ASCII) i++;
        if (i == text.length()) return text;
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
        // At the very beginning there is no letter for a mark to sit on.
        int marks = i > 0 ? 0 : MARKS_ON_A_LETTER;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean mark = isMark(c);
            boolean shown =
                    (c >= ' ' && c <= LAST_ASCII) || (unicode && isVisible(c) && (!mark || marks < MARKS_ON_A_LETTER));
            if (shown) out.appendCodePoint(c);
            else if (!unicode && PLAIN.containsKey(c)) out.append(PLAIN.get(c));
            else escape(out, c);
            // A mark that follows an escape would sit on our own characters.
            if (!mark) marks = shown ? 0 : MARKS_ON_A_LETTER;
            else if (shown) marks++;
        }
        return out.toString();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> c == ' ';
            default -> BLANK.indexOf(c) < 0 && !isVariationSelector(c);
        };
    }

    private static boolean isVariationSelector(int c) {
        return c == 0x034f || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
    }

    private static void escape(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < 0x100) hex(out.append("\\x"), c, 2);
                else if (c < 0x10000) hex(out.append("\\u"), c, 4);
                else hex(out.append("\\u{"), c, 0).append('}');
            }
        }
    }

    private static StringBuilder hex(StringBuilder out, int c, int digits) {
        String hex = Integer.toHexString(c);
        return out.repeat('0', Math.max(0, digits - hex.length())).append(hex);
    }
}
