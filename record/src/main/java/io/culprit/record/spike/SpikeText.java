package io.culprit.record.spike;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Riser;
import io.culprit.model.recording.Spike.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * A spike in a file: lines of {@code key=value} as {@link Properties} escapes them, the last of which is {@code end=true}. A
 * file without it was cut off, and is none.
 */
final class SpikeText {
    private static final String FORMAT = "1";
    private static final String PROBLEM = "problem";
    /** A name or a reason is a line; longer ones were not meant for a person. */
    private static final int LONGEST = 1000;

    private SpikeText() {}

    record Content(Spike spike, Optional<String> problem) {}

    static String write(Content content) {
        Spike s = content.spike();
        StringBuilder out = new StringBuilder();
        line(out, "format", FORMAT);
        line(out, "millis", Long.toString(s.millis()));
        line(out, "signal", s.signal().name());
        line(out, "from", Double.toString(s.from()));
        line(out, "to", Double.toString(s.to()));
        s.riser().ifPresent(r -> {
            line(out, "riser.program", r.program());
            line(out, "riser.name", r.name());
            line(out, "riser.boot", r.hottest().bootId());
            line(out, "riser.pid", Integer.toString(r.hottest().pid()));
            line(out, "riser.start", Long.toString(r.hottest().startTicks()));
            line(out, "riser.processes", Integer.toString(r.processes()));
            line(out, "riser.from", Double.toString(r.from()));
            line(out, "riser.to", Double.toString(r.to()));
        });
        content.problem().ifPresent(p -> line(out, PROBLEM, p));
        line(out, "end", "true");
        return out.toString();
    }

    /** As Properties writes it, without the date that it puts above. */
    private static void line(StringBuilder out, String key, String value) {
        Properties one = new Properties();
        one.setProperty(key, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            one.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        text.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(l -> !l.startsWith("#"))
                .forEach(l -> out.append(l).append('\n'));
    }

    /** @return empty when the text is not a whole spike */
    static Optional<Content> read(String text) {
        Properties p = new Properties();
        try {
            p.load(new StringReader(text));
            if (!FORMAT.equals(p.getProperty("format")) || !"true".equals(p.getProperty("end"))) {
                return Optional.empty();
            }
            Optional<Riser> riser = p.containsKey("riser.program")
                    ? Optional.of(new Riser(
                            value(p, "riser.program"),
                            value(p, "riser.name"),
                            new ProcessId(
                                    value(p, "riser.boot"),
                                    Integer.parseInt(value(p, "riser.pid")),
                                    Long.parseLong(value(p, "riser.start"))),
                            Integer.parseInt(value(p, "riser.processes")),
                            Double.parseDouble(value(p, "riser.from")),
                            Double.parseDouble(value(p, "riser.to"))))
                    : Optional.empty();
            return Optional.of(new Content(
                    new Spike(
                            Long.parseLong(value(p, "millis")),
                            Signal.valueOf(value(p, "signal")),
                            Double.parseDouble(value(p, "from")),
                            Double.parseDouble(value(p, "to")),
                            riser),
                    Optional.ofNullable(p.getProperty(PROBLEM))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String value(Properties p, String key) {
        String value = p.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    /** {@code CPU from 0.5 to 11.0 CPUs, networkingd × 12 from 0.2 to 10.8}, on one line whatever the names hold. */
    static String words(Spike s) {
        boolean share = s.signal().unit().equals("%");
        String rise = s.signal().words() + " from " + figure(s.from(), share) + " to " + figure(s.to(), share)
                + (s.signal().unit().isEmpty() ? "" : " " + s.signal().unit());
        return rise
                + s.riser()
                        .map(r -> ", " + oneLine(r.program())
                                + (r.processes() > 1
                                        ? " × " + r.processes()
                                        : " (" + r.hottest().pid() + ")")
                                + (s.signal() == Signal.PROGRAM_CPU
                                        ? ""
                                        : " from " + figure(r.from(), false) + " to " + figure(r.to(), false)))
                        .orElse("");
    }

    private static String figure(double value, boolean share) {
        return share
                ? String.format(Locale.ROOT, "%.0f", 100 * value)
                : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    static String oneLine(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
