package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An import into memory. */
record Imported(ImportOutcome outcome, List<MemoryWriter.Sample> samples, List<RecordingEvent> events) {
    /** The captures were written at this time. */
    static final Instant CAPTURED = Instant.parse("2026-11-25T01:21:00Z");

    static final ZoneId UTC = ZoneId.of("UTC");

    static Imported file(String name) {
        return of(UTC, Optional.empty(), Optional.empty(), source(name, bytes(name)));
    }

    static Imported text(String text) {
        return of(UTC, Optional.empty(), Optional.empty(), source("made.log", text.getBytes(StandardCharsets.UTF_8)));
    }

    static Imported text(String text, ZoneId zone, Optional<LocalDate> date) {
        return of(zone, date, Optional.empty(), source("made.log", text.getBytes(StandardCharsets.UTF_8)));
    }

    static Imported of(ZoneId zone, Optional<LocalDate> date, Optional<ImportFormat> format, ImportSource... sources) {
        List<MemoryWriter.Sample> samples = new ArrayList<>();
        List<RecordingEvent> events = new ArrayList<>();
        ImportOutcome outcome = Imports.run(
                new ImportRequest(List.of(sources), format, zone, date, Optional.empty()),
                (host, bootId) -> new MemoryWriter(bootId, samples, events));
        return new Imported(outcome, samples, events);
    }

    static ImportSource source(String name, byte[] bytes) {
        return new ImportSource(name, Optional.of(CAPTURED), () -> new ByteArrayInputStream(bytes), true);
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Imported.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String content(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    ImportSummary summary() {
        if (outcome instanceof ImportOutcome.Done(ImportSummary summary)) {
            return summary;
        }
        throw new AssertionError(outcome.toString());
    }

    String refusal() {
        if (outcome instanceof ImportOutcome.Refused(String why, var files)) {
            return why;
        }
        throw new AssertionError(outcome.toString());
    }

    ImportedFile onlyFile() {
        return summary().files().getFirst();
    }

    /** Values of a metric of the process with that pid, sample after sample. */
    List<Long> series(int pid, ProcessMetric metric) {
        return samples.stream()
                .flatMap(s -> s.rows().stream())
                .filter(r -> r.process().id().pid() == pid)
                .map(r -> r.values().get(metric))
                .toList();
    }

    List<Long> host(String key) {
        return samples.stream().map(s -> s.host().get(key)).toList();
    }

    List<String> times() {
        return samples.stream()
                .map(s -> Instant.ofEpochMilli(s.millis()).toString())
                .toList();
    }

    /** Who was seen, as last described. */
    List<RecordedProcess> processes() {
        return samples.stream()
                .flatMap(s -> s.rows().stream())
                .map(MemoryWriter.Value::process)
                .collect(Collectors.toMap(RecordedProcess::id, p -> p, (a, b) -> b, java.util.LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    RecordedProcess process(int pid) {
        return processes().stream().filter(p -> p.id().pid() == pid).findFirst().orElseThrow();
    }
}
