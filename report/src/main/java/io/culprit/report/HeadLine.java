package io.culprit.report;

import io.culprit.model.evidence.Evidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which host, how loaded, when. */
final class HeadLine {
    private static final String GAP = "   ";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T(\\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})?");
    /** Longer host names leave no room for the rest; the kernel allows 64. */
    private static final int HOST_COLUMNS = 64;

    private HeadLine() {}

    static void write(Evidence e, Page page) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add("up " + Figures.uptime(e.host().uptimeSeconds()));
        parts.add(Figures.plural(e.host().cpus(), "CPU", "CPUs"));
        e.load().asOptional().ifPresent(l -> {
            parts.add("load " + Figures.decimal(l.one(), 2) + " " + Figures.decimal(l.five(), 2) + " "
                    + Figures.decimal(l.fifteen(), 2));
            l.cpuPressure().asOptional().ifPresent(p -> parts.add("cpu pressure " + Figures.percent(p.someInWindow())));
        });
        String host = page.safe(SafeText.of(e.host().name(), Math.min(HOST_COLUMNS, page.columns())));
        StringBuilder line = new StringBuilder(page.ink(Ink.BOLD, host));
        int used = Columns.of(host);
        for (String part : parts) {
            String safe = page.safe(SafeText.of(part, page.columns() - GAP.length()));
            int columns = GAP.length() + Columns.of(safe);
            if (used + columns > page.columns()) {
                page.line(line.toString());
                line.setLength(0);
                used = 0;
            }
            line.append(GAP).append(safe);
            used += columns;
        }
        String time = page.safe(SafeText.of(time(e.window().startedAt()), page.columns() - GAP.length()));
        if (!page.fits(used, time)) {
            page.line(line.toString());
            line.setLength(0);
            used = 0;
        }
        page.line(line + page.toTheRight(used, time));
    }

    /** {@code 2026-11-24 14:00:31 +01:00}: the offset stays, for whoever compares it with a log. */
    static String time(String iso) {
        Matcher m = ISO.matcher(iso);
        if (!m.matches()) return iso;
        String zone = m.group(3) == null ? "" : m.group(3).equals("Z") ? " UTC" : " " + m.group(3);
        return m.group(1) + " " + m.group(2) + zone;
    }
}
