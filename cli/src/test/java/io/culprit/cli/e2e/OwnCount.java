package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target counts itself, a line for every stretch of time.
 *
 * @param rate calls a second
 */
record OwnCount(double rate) {
    private static final Pattern LINE = Pattern.compile("iterations=(\\d+) wall_ns=(\\d+)");
    private static final int NANOS = 1_000_000_000;

    static OwnCount of(List<String> lines) {
        double count = 0;
        double wall = 0;
        for (String line : lines) {
            Matcher m = LINE.matcher(line);
            assertThat(m.find()).as(line).isTrue();
            count += Double.parseDouble(m.group(1));
            wall += Double.parseDouble(m.group(2));
        }
        return new OwnCount(count / wall * NANOS);
    }
}
