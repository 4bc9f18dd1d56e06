package io.culprit.report;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.PointSeries;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.Summary;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A history as one JSON document, {@code docs/history.schema.json}. */
public final class HistoryJson {
    private HistoryJson() {}

    /**
     * @param points of the processes of the history, or empty for none at all
     * @throws IOException when {@code out} does, which stays open
     */
    public static void write(History h, Optional<List<PointSeries>> points, OutputStream out) throws IOException {
        Map<ProcessId, PointSeries> byProcess = new HashMap<>();
        points.ifPresent(all -> all.forEach(s -> byProcess.put(s.process(), s)));
        HistoryDocument.Processes processes = new HistoryDocument.Processes(
                h.metric().word(),
                h.metric().description(),
                h.metric().unit(),
                h.by(),
                h.sort(),
                h.matched(),
                h.valueless(),
                h.entries().stream()
                        .map(e -> line(
                                e,
                                points.map(all -> list(Optional.ofNullable(
                                        byProcess.get(e.process().id()))))))
                        .toList());
        write(h.host(), h.range(), h.samples(), Optional.of(processes), Optional.empty(), Optional.empty(), out);
    }

    public static void write(HostHistory h, OutputStream out) throws IOException {
        List<HistoryDocument.HostLine> series = h.entries().stream()
                .map(e -> new HistoryDocument.HostLine(
                        e.metric().key(), e.metric().unit(), e.metric().rate(), values(e.summary())))
                .toList();
        write(h.host(), h.range(), h.samples(), Optional.empty(), Optional.of(series), Optional.empty(), out);
    }

    public static void write(RecordingInfo info, OutputStream out) throws IOException {
        Overview o = info.overview();
        HistoryDocument.Whole recording = new HistoryDocument.Whole(
                info.intervalMillis(),
                info.processes(),
                o.processSamples(),
                o.bytes(),
                o.processSamples() > 0 ? (double) o.bytes() / o.processSamples() : Double.NaN,
                o.damage(),
                info.gaps().stream()
                        .map(g -> new HistoryDocument.Pause(g.fromMillis(), g.toMillis()))
                        .toList(),
                info.eventCount(),
                info.events().stream()
                        .map(e -> new HistoryDocument.Happening(e.millis(), e.kind(), e.text()))
                        .toList(),
                new HistoryDocument.Own(
                        boxed(info.ownCpuPercent()),
                        boxed(info.ownRssBytes()),
                        boxed(info.lateMillis()),
                        boxed(info.tookMillis())));
        write(o.host(), o.range(), o.samples(), Optional.empty(), Optional.empty(), Optional.of(recording), out);
    }

    private static void write(
            String host,
            TimeRange range,
            long samples,
            Optional<HistoryDocument.Processes> processes,
            Optional<List<HistoryDocument.HostLine>> series,
            Optional<HistoryDocument.Whole> recording,
            OutputStream out)
            throws IOException {
        HistoryDocument document = new HistoryDocument(
                JsonDocument.FORMAT,
                new JsonDocument.Tool("culprit", Version.current()),
                host,
                range.fromMillis(),
                range.toMillis(),
                samples,
                processes,
                series,
                recording);
        Json.write(Shapes.of(HistoryDocument.class), document, out, false);
    }

    private static HistoryDocument.ProcessLine line(History.Entry e, Optional<List<HistoryDocument.Point>> points) {
        RecordedProcess p = e.process();
        return new HistoryDocument.ProcessLine(
                p.id(),
                p.name(),
                p.program(),
                p.command(),
                p.startedMillis(),
                e.processes(),
                e.firstMillis(),
                e.lastMillis(),
                e.ended(),
                e.restarts(),
                values(e.summary()),
                points);
    }

    private static HistoryDocument.Values values(Summary s) {
        return new HistoryDocument.Values(
                s.readings(), s.values(), s.least(), s.mean(), s.greatest(), s.last(), s.growthPerHour());
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    /** Made one by one while they are written: a million at once would not fit. */
    private static List<HistoryDocument.Point> list(Optional<PointSeries> series) {
        if (series.isEmpty()) {
            return List.of();
        }
        PointSeries s = series.get();
        return new AbstractList<>() {
            @Override
            public HistoryDocument.Point get(int i) {
                return new HistoryDocument.Point(s.millis()[i], s.values()[i], s.read()[i]);
            }

            @Override
            public int size() {
                return s.millis().length;
            }
        };
    }
}
