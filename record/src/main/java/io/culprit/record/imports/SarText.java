package io.culprit.record.imports;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What sar(1) prints as text: tables of the host's series, one after another. */
final class SarText implements LineParser {
    /** Heads of the columns that say what a row is of. */
    private static final Set<String> LABELS = Set.of(
            "CPU",
            "IFACE",
            "INTR",
            "DEV",
            "FILESYSTEM",
            "TTY",
            "BUS",
            "FAN",
            "TEMP",
            "IN",
            "MHz",
            "FCHOST",
            "MOUNTPOINT");

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern HEAD = Pattern.compile("[%A-Za-z][A-Za-z0-9_/%().-]*");

    private final SarTable table;
    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private String @Nullable [] heads;
    private String @Nullable [] last;
    private @Nullable Banner banner;

    SarText(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
        table = new SarTable(samples, tally);
    }

    @Override
    public void line(long number, String text) {
        Optional<Banner> found = Banner.of(text, clock.given());
        if (found.isPresent()) {
            found.get().into(samples, clock, tally);
            table.cpus(found.get().cpus());
            banner = found.get();
            last = null;
            tally.ignored();
        } else if (text.isBlank() || text.startsWith("Average") || text.startsWith("Summary")) {
            tally.ignored();
        } else if (text.contains("LINUX RESTART")) {
            heads = null;
            tally.ignored();
        } else {
            timed(number, text);
        }
    }

    private void timed(long number, String text) {
        Optional<ClockWords> time = ClockWords.of(text);
        if (time.isEmpty()) {
            tally.bad(number, "begins with no time");
            return;
        }
        String[] words = BLANKS.split(text.substring(time.get().end()).strip());
        if (isHeader(words)) {
            // Another table begins at the first day again; the same one goes on after a restart.
            Banner first = banner;
            boolean another = !Arrays.equals(words, last);
            heads = words;
            last = words;
            if (first != null && another) {
                first.date().ifPresent(clock::startsOn);
            }
            clock.millis(time.get().moment());
            tally.ignored();
            return;
        }
        String[] now = heads;
        if (now == null || words.length != now.length) {
            tally.bad(number, now == null ? "a line before any header" : "does not fit its header");
            return;
        }
        OptionalLong at = clock.millis(time.get().moment());
        if (at.isEmpty()) {
            tally.bad(number, "a time without a date: say which with --date");
            return;
        }
        values(number, at.getAsLong(), now, words);
    }

    /** Words alone: a row has a number. */
    private static boolean isHeader(String[] words) {
        for (String word : words) {
            if (!HEAD.matcher(word).matches()) {
                return false;
            }
        }
        return true;
    }

    private void values(long number, long millis, String[] heads, String[] words) {
        Map<String, String> line = new LinkedHashMap<>();
        String label = "";
        for (int i = 0; i < words.length; i++) {
            if (i == 0 && LABELS.contains(heads[0])) {
                label = words[0];
            } else if (Double.isNaN(Numbers.decimal(words[i])) && !words[i].startsWith("-")) {
                tally.bad(number, "its " + heads[i] + " is none");
                return;
            } else {
                line.put(heads[i], words[i]);
            }
        }
        if (SarRows.into(table, millis, number, heads[0], label, line, tally)) {
            tally.good();
        } else {
            tally.ignored();
        }
    }

    @Override
    public void end() {
        table.end();
    }
}
