package io.culprit.report;

import java.util.regex.Pattern;

/** What may reach a terminal, written down a second time and otherwise than in the code under test. */
final class Safe {
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]|[\\p{Zs}&&[^ ]]");
    private static final Pattern OUR_COLOURS = Pattern.compile("\u001b\\[(?:1|2|32|1;3[136])m[^\u001b]+\u001b\\[0m");

    private Safe() {}

    static boolean line(String line) {
        return !UNSAFE.matcher(line).find();
    }

    /** The line with each of our colours, opened and closed, taken off. */
    static String withoutColours(String line) {
        return OUR_COLOURS
                .matcher(line)
                .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(
                        m.group().replaceFirst("^\u001b\\[[0-9;]+m", "").replace("\u001b[0m", "")));
    }
}
