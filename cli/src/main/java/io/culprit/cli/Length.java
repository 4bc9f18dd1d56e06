package io.culprit.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 10s}, {@code 1.5m}, {@code 500ms}; a bare number is seconds. */
final class Length implements ITypeConverter<Duration> {
    /** Below this a tick of the CPU clock is more than 1 % of the window. */
    static final Duration SHORTEST = Duration.ofSeconds(1);
    /** Longer than this is the recorder's work. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    @Override
    public Duration convert(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new TypeConversionException("'" + text + "' is no length of time: write 10s, 500ms or 2m");
        }
        double number = Double.parseDouble(m.group(1));
        String unit = m.group(2) == null ? "s" : m.group(2);
        double millis = switch (unit) {
            case "ms" -> number;
            case "m" -> number * 60_000;
            case "h" -> number * 3_600_000;
            default -> number * 1000;
        };
        Duration length = Duration.ofMillis((long) millis);
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new TypeConversionException(
                    "'" + text + "' must be between " + SHORTEST.toSeconds() + "s and " + LONGEST.toMinutes() + "m");
        }
        return length;
    }
}
