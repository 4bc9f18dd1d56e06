package io.culprit.record.store;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is behind the last whole sample of a live segment, and who tells of it. */
final class TornTail {
    private TornTail() {}

    /** @return segments that have one, and that are nowhere but in their live file */
    static int count(Path directory) throws IOException {
        List<String> files = SealedTest.files(directory);
        int torn = 0;
        FileChunks chunks = new FileChunks(directory, false);
        for (String file : files) {
            if (file.endsWith(".live") && !files.contains(file.replace(".live", FileChunks.SEALED))) {
                long number = Long.parseLong(file.substring(0, file.indexOf('.')));
                try (ChunkSource source =
                        chunks.open(new Chunks.Segment(number, true)).orElseThrow()) {
                    torn += source.bytes()
                                    > LiveSegment.open(source, new Damage()).end()
                            ? 1
                            : 0;
                }
            }
        }
        return torn;
    }

    static int told(Recording recording) {
        return (int) recording.events(TimeRange.ALL).stream()
                .filter(e -> e.text().startsWith("the recorder ended in the middle of a sample: "))
                .count();
    }
}
