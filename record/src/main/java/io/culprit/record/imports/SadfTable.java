package io.culprit.record.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code sadf -d}: semicolons, a header line that begins with {@code #} before each table, or one for all of them ({@code -h}). */
final class SadfTable implements LineParser {
    static final String HEAD = "# hostname;interval;timestamp";

    private static final int FIRST_VALUE = 3;
    private static final Set<String> LABELS =
            Set.of("CPU", "IFACE", "INTR", "DEV", "FILESYSTEM", "TTY", "BUS", "MOUNTPOINT");
    private static final Pattern REPEATED = Pattern.compile("\\[\\.\\.\\.]$");

    private final SarTable table;
    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private String @Nullable [] heads;

    SadfTable(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
        table = new SarTable(samples, tally);
    }

    @Override
    public void line(long number, String text) {
        if (text.startsWith(HEAD)) {
            heads = text.split(";", -1);
            for (int i = 0; i < heads.length; i++) {
                heads[i] = REPEATED.matcher(heads[i]).replaceAll("");
            }
            tally.ignored();
        } else if (text.isBlank() || text.startsWith("#") || text.contains(";LINUX-RESTART")) {
            tally.ignored();
        } else {
            row(number, text.split(";", -1));
        }
    }

    private void row(long number, String[] cells) {
        String[] now = heads;
        if (now == null || cells.length != now.length || cells.length <= FIRST_VALUE) {
            tally.bad(number, now == null ? "a line before any header" : "does not fit its header");
            return;
        }
        Optional<Moment> moment = Moments.inLine(cells[2]);
        OptionalLong at = moment.isPresent() ? clock.millis(moment.get()) : OptionalLong.empty();
        if (at.isEmpty()) {
            tally.bad(number, "its time is none");
            return;
        }
        samples.host(cells[0]);
        boolean any = false;
        int i = FIRST_VALUE;
        // With -h the tables stand side by side, each with its label first.
        while (i < cells.length) {
            String kind = LABELS.contains(now[i]) ? now[i] : "";
            String label = kind.isEmpty() ? "" : cells[i++];
            Map<String, String> line = new LinkedHashMap<>();
            while (i < cells.length && !LABELS.contains(now[i])) {
                line.put(now[i], cells[i]);
                i++;
            }
            any |= SarRows.into(table, at.getAsLong(), number, kind, label, line, tally);
        }
        if (any) {
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
