package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code bench/record-sealed.sh} runs: where the bytes of sealed segments go, as Markdown tables. */
final class SealedBytes {
    private final Map<String, Long> bytesOf = new TreeMap<>();
    private final List<Double> each = new ArrayList<>();
    private long bytes;
    private long values;
    private long samples;

    private SealedBytes() {}

    public static void main(String[] args) throws IOException {
        SealedBytes all = new SealedBytes();
        try (Chunks chunks = new FileChunks(Path.of(args[0]), false)) {
            for (Chunks.Segment segment : chunks.segments()) {
                if (!segment.live()) {
                    all.add(chunks, segment);
                }
            }
        }
        all.print();
    }

    private void add(Chunks chunks, Chunks.Segment segment) throws IOException {
        Damage damage = new Damage();
        try (ChunkSource source = chunks.open(segment).orElseThrow()) {
            Head head = SealedSegment.open(source, damage).head();
            if (head.values() == 0) {
                return;
            }
            for (Chunk chunk : source.chunks()) {
                bytesOf.merge(words(chunk), (long) chunk.length(), Long::sum);
            }
            bytes += chunks.bytes(segment);
            values += head.values();
            samples += head.samples();
            each.add(chunks.bytes(segment) / (double) head.values());
        }
    }

    private static String words(Chunk chunk) {
        return switch (chunk.kind()) {
            case ChunkKind.COLUMN ->
                ProcessMetric.of(chunk.number())
                        .map(m -> m.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse("metric " + chunk.number());
            case ChunkKind.DESCRIPTIONS -> "descriptions of processes";
            case ChunkKind.ROWS -> "who was there when";
            case ChunkKind.HOST -> "the host's own series";
            default -> "times, index, events";
        };
    }

    private void print() {
        each.sort(Comparator.naturalOrder());
        System.out.printf(
                Locale.ROOT,
                "%d segments, %d samples of %d processes on average, %d process-samples, %.2f bytes each;"
                        + " by segment least %.2f, median %.2f, greatest %.2f%n%n| what | bytes a process-sample | share |%n|---|--:|--:|%n",
                each.size(),
                samples,
                values / Math.max(samples, 1),
                values,
                bytes / (double) values,
                each.getFirst(),
                each.get(each.size() / 2),
                each.getLast());
        bytesOf.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(e -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.3f | %.0f %% |%n",
                        e.getKey(),
                        e.getValue() / (double) values,
                        100.0 * e.getValue() / bytes));
    }
}
