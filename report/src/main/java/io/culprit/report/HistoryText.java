package io.culprit.report;

import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Summary;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A history as a table. */
public final class HistoryText {
    private static final String NOTE = "  ";

    private HistoryText() {}

    /** @throws IOException when {@code out} does */
    public static void write(History h, ZoneId zone, Appendable out, Style style) throws IOException {
        Page page = new Page(out, style);
        Moments moments = new Moments(h.range(), zone);
        boolean programs = h.by() == History.By.PROGRAM;
        String kind = programs ? "program" : "process";
        String kinds = programs ? "programs" : "processes";
        String unit = h.metric().unit();
        page.paragraph(
                0,
                Ink.BOLD,
                h.metric().word() + " on " + h.host() + ": " + h.metric().description());
        if (h.samples() > 0) {
            page.paragraph(
                    0, Ink.DIM, moments.between(h.range()) + ", " + Figures.plural(h.samples(), "sample", "samples"));
        }
        page.blank();
        if (h.entries().isEmpty()) {
            nothing(h, kinds, moments, page);
            return;
        }
        Table table = new Table(page);
        List<History.Entry> all = h.entries();
        if (programs) {
            table.words("PROGRAM", 100, cells(all, e -> e.process().program()));
            table.figures("PROCESSES", 35, cells(all, e -> Figures.count(e.processes())));
        } else {
            table.words("PROCESS", 100, cells(all, e -> e.process().name()));
            table.figures(
                    "PID", 95, cells(all, e -> Integer.toString(e.process().id().pid())));
            table.words("PROGRAM", 10, cells(all, e -> e.process().program()));
        }
        table.words("FIRST SEEN", 20, cells(all, e -> moments.of(e.firstMillis())));
        table.words("LAST SEEN", 60, cells(all, e -> e.ended() ? moments.of(e.lastMillis()) : "alive"));
        figures(table, all, unit);
        table.figures("RESTARTS", 28, cells(all, e -> Figures.count(e.restarts())));
        table.words("", 55, cells(all, e -> Spark.of(e.summary().spark(), style.unicode())));
        List<String> left = table.write();
        page.blank();
        notes(h, kind, kinds, left, page);
    }

    private static void figures(Table table, List<History.Entry> all, String unit) {
        table.figures("MIN", 25, amounts(all, Summary::least, unit));
        table.figures("MEAN", 32, amounts(all, Summary::mean, unit));
        table.figures("MAX", 70, amounts(all, Summary::greatest, unit));
        table.figures("LAST", 90, amounts(all, Summary::last, unit));
        table.figures("GROWTH/H", 80, cells(all, e -> Amount.change(e.summary().growthPerHour(), unit)));
    }

    private static List<String> amounts(List<History.Entry> all, ToDoubleFunction<Summary> figure, String unit) {
        return cells(all, e -> Amount.of(figure.applyAsDouble(e.summary()), unit));
    }

    private static <T> List<String> cells(List<T> all, Function<T, String> cell) {
        return all.stream().map(cell).toList();
    }

    private static void nothing(History h, String kinds, Moments moments, Page page) throws IOException {
        if (h.samples() == 0) {
            page.paragraph(
                    0, Ink.NONE, "nothing in that range: the recording reaches from " + moments.between(h.range()));
            return;
        }
        if (h.matched() == 0) {
            page.paragraph(0, Ink.NONE, "nothing in that range: no " + kinds + " with that pid, name or program");
        } else {
            page.paragraph(
                    0,
                    Ink.NONE,
                    "no values: " + h.metric().word() + " of " + Figures.plural(h.matched(), kinds, kinds)
                            + " was never read; it may have been refused, or needs two samples");
        }
    }

    private static void notes(History h, String kind, String kinds, List<String> left, Page page) throws IOException {
        long shown = h.entries().size();
        long with = h.matched() - h.valueless();
        String order = switch (h.sort()) {
            case LAST -> "last value";
            case MAX -> "greatest value";
            case GROWTH -> "growth";
            case MEAN -> "mean";
        };
        page.paragraph(
                NOTE.length(),
                Ink.DIM,
                Figures.plural(with, kind, kinds)
                        + (with > shown ? ", the first " + shown + " by " + order : "")
                        + (h.valueless() > 0 ? "; " + Figures.count(h.valueless()) + " without a value" : ""));
        page.paragraph(
                NOTE.length(),
                Ink.DIM,
                "growth/h is last value minus first, by the time between; it is no verdict, and '-' stands where that is"
                        + " less than ten minutes");
        if (h.entries().stream()
                .anyMatch(e -> e.summary().readings() < e.summary().values())) {
            page.paragraph(
                    NOTE.length(),
                    Ink.DIM,
                    "of idle processes " + h.metric().word()
                            + " is read less often; until the next reading the last value" + " stands for it");
        }
        if (!left.isEmpty()) {
            page.paragraph(
                    NOTE.length(),
                    Ink.DIM,
                    "too narrow for: "
                            + String.join(
                                    ", ",
                                    left.stream()
                                            .map(l -> l.isEmpty() ? "the curves" : l.toLowerCase(Locale.ROOT))
                                            .toList()));
        }
    }

    /** @throws IOException when {@code out} does */
    public static void write(HostHistory h, ZoneId zone, Appendable out, Style style) throws IOException {
        Page page = new Page(out, style);
        page.line(page.ink(Ink.BOLD, page.safe("host " + h.host())));
        page.paragraph(
                0,
                Ink.DIM,
                new Moments(h.range(), zone).between(h.range()) + ", "
                        + Figures.plural(h.samples(), "sample", "samples"));
        page.blank();
        if (h.entries().isEmpty()) {
            page.paragraph(0, Ink.NONE, "nothing in that range: no series of the host with that name");
            return;
        }
        Table table = new Table(page);
        List<HostHistory.Entry> all = h.entries();
        table.words("SERIES", 100, cells(all, e -> e.metric().key()));
        host(table, "MIN", 40, all, Summary::least);
        host(table, "MEAN", 50, all, Summary::mean);
        host(table, "MAX", 70, all, Summary::greatest);
        host(table, "LAST", 90, all, Summary::last);
        table.words("UNIT", 30, cells(all, e -> e.metric().unit()));
        table.words("", 60, cells(all, e -> Spark.of(e.summary().spark(), style.unicode())));
        table.write();
    }

    private static void host(
            Table table, String head, int weight, List<HostHistory.Entry> all, ToDoubleFunction<Summary> figure) {
        table.figures(
                head,
                weight,
                cells(
                        all,
                        e -> Amount.of(
                                figure.applyAsDouble(e.summary()), e.metric().unit())));
    }
}
