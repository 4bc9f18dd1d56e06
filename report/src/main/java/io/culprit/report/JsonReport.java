package io.culprit.report;

import io.culprit.model.Diagnosis;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.Usage;
import io.culprit.model.recording.Replayed;
import io.culprit.report.JsonDocument.Call;
import io.culprit.report.JsonDocument.Consumer;
import io.culprit.report.JsonDocument.Syscalls;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A diagnosis as one JSON document, which {@code docs/diagnose.schema.json} describes.
 *
 * <p>Conclusions come first; the whole evidence follows in the shape of {@link EvidenceFile}, so that a reader never has to
 * ask for a second document. Every field is always there: what is absent is {@code null}, and so is a number that is not
 * finite. All but ASCII is escaped.
 */
public final class JsonReport {
    /** Programs listed as consumers; the evidence has the processes. */
    private static final int CONSUMERS = 20;
    /** Processes listed under one of them. */
    private static final int PROCESSES = 64;
    /** Kinds of calls listed; the evidence has the rows of each process. */
    private static final int CALLS = 20;

    private JsonReport() {}

    /**
     * Writes the document and a newline; {@code out} stays open.
     *
     * @throws IOException when {@code out} does
     */
    public static void write(Diagnosis d, OutputStream out) throws IOException {
        write(d, Optional.empty(), out);
    }

    /**
     * @param replayed where the answer is about a moment of a recording
     * @throws IOException when {@code out} does
     */
    public static void write(Diagnosis d, Optional<Replayed> replayed, OutputStream out) throws IOException {
        Json.write(Shapes.of(JsonDocument.class), document(d, replayed), out, false);
    }

    private static JsonDocument document(Diagnosis d, Optional<Replayed> replayed) {
        var e = d.evidence();
        return new JsonDocument(
                JsonDocument.FORMAT,
                new JsonDocument.Tool("culprit", Version.current()),
                e.host(),
                e.window(),
                replayed,
                d.findings(),
                d.checks(),
                e.suspects().stream()
                        .map(s -> new JsonDocument.Suspicion(s.id(), s.name(), s.program(), s.why(), s.asked()))
                        .toList(),
                e.usage().map(JsonReport::consumers),
                e.syscalls().map(JsonReport::syscalls),
                e);
    }

    private static List<Consumer> consumers(Usage usage) {
        return Hottest.programs(usage).stream()
                .limit(CONSUMERS)
                .map(c -> new Consumer(
                        c.program(),
                        c.name(),
                        c.cpus(),
                        c.count(),
                        c.processes().stream().limit(PROCESSES).toList()))
                .toList();
    }

    private static Syscalls syscalls(SyscallTrace t) {
        record Kind(String name, Optional<Integer> fd, String errno) {}
        Map<Kind, Long> counts = new HashMap<>();
        Map<Kind, Set<ProcessId>> processes = new HashMap<>();
        for (SyscallTrace.SyscallCount row : t.counts()) {
            Kind kind = new Kind(row.name(), row.fd(), row.errnoName());
            counts.merge(kind, row.count(), Long::sum);
            processes.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(row.process());
        }
        List<Call> top = new ArrayList<>();
        counts.forEach((kind, count) -> top.add(new Call(
                kind.name(),
                kind.fd(),
                kind.errno(),
                count,
                t.calls() > 0 ? (double) count / t.calls() : 0,
                processes.getOrDefault(kind, Set.of()).size())));
        top.sort(Comparator.comparingLong(Call::count)
                .reversed()
                .thenComparing(Call::name)
                .thenComparing(c -> c.fd().orElse(-1))
                .thenComparing(Call::errno));
        return new Syscalls(
                t.method(),
                t.refused(),
                t.tracedSeconds(),
                t.calls(),
                t.lost(),
                t.cost(),
                top.stream().limit(CALLS).toList());
    }
}
