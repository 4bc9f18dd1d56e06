package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power of the disk that a writer is at work on, at random moments: looks at what its ext4, after replaying its journal,
 * has of the recording, and lets the next writer go on with it.
 *
 * <p>The disk is a file on a file system that can be frozen: what is in it then is what the disk has. What is in the page cache of
 * the recording's ext4 is not, and with a cached disk neither what ext4 did not have flushed.
 */
class PowerCutIT {
    /** For each kind of disk; {@code -Dculprit.cuts=} for more. */
    private static final int CUTS = Integer.getInteger("culprit.cuts", 15);
    /** Before the writer is started anew, on what the last of them left. */
    private static final int CUTS_OF_A_WRITER = 3;

    private static final int LATEST_CUT_MILLIS = 120;
    private static final String ROOM = "size=320m";
    private static final long FROZEN_BYTES = 64 << 20;

    @TempDir
    Path dir;

    /** A cut that loses something is rare: that the second try succeeds, which a failed one is given, excuses nothing. */
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private final Random random = new Random(17);
    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void whatWasAcknowledgedIsThereAfterEveryCut() throws Exception {
        assertThat(FAILED).as("an earlier try failed").isFalse();
        try (Mounted ram = Mounted.tmpfs(dir, ROOM)) {
            assertThat(ram).isNotNull();
            Path image = dir.resolve("frozen.img");
            Drive.zeros(image, FROZEN_BYTES);
            Mounted.makeExt4(image);
            Path at = Files.createDirectory(dir.resolve("frozen"));
            try (Mounted frozen = Mounted.ext4(image, at, false, "noatime")) {
                for (boolean cached : new boolean[] {false, true}) {
                    for (String data : List.of("data=ordered", "data=writeback")) {
                        cuts(frozen, at.resolve("disk.img"), cached, data);
                    }
                }
            }
        } catch (AssertionError e) {
            FAILED.set(true);
            throw e;
        }
        System.out.println("PowerCutIT: " + seen);
        assertThat(seen.get("cuts")).isGreaterThanOrEqualTo(4 * CUTS);
    }

    private void cuts(Mounted frozen, Path disk, boolean cached, String options) throws Exception {
        Path work = Files.createDirectories(dir.resolve("work"));
        Path check = Files.createDirectories(dir.resolve("check"));
        Path copy = dir.resolve("copy.img");
        Files.deleteIfExists(disk);
        Drive.make(disk, cached, check);
        long next = 1;
        for (int done = 0; done < CUTS; ) {
            try (Drive drive = Drive.mount(disk, cached, work, options);
                    Writer writer = new Writer(drive.files(), next)) {
                for (int i = 0; i < CUTS_OF_A_WRITER; i++, done++) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_CUT_MILLIS));
                    long acknowledged = writer.acknowledged.get();
                    frozen.freeze();
                    try {
                        Files.copy(disk, copy, StandardCopyOption.REPLACE_EXISTING);
                    } finally {
                        frozen.thaw();
                    }
                    Path examined = Files.copy(copy, dir.resolve("examined.img"), StandardCopyOption.REPLACE_EXISTING);
                    next = examine(examined, cached, check, options, acknowledged) + 1;
                    Files.delete(examined);
                }
            }
            // Where it went on meanwhile never happened.
            Files.copy(copy, disk, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** @return the last sample that is there */
    private long examine(Path image, boolean cached, Path work, String options, long acknowledged) throws Exception {
        try (Drive drive = Drive.mount(image, cached, work, options)) {
            Path recording = drive.files();
            List<String> files = SealedTest.files(recording);
            int torn = TornTail.count(recording);
            note(recording, files, torn);
            NavigableSet<Long> found;
            int toldBefore;
            try (Recording read = RecordingDirectory.read(recording)) {
                found = Numbered.found(read);
                toldBefore = TornTail.told(read);
            }
            long last = found.isEmpty() ? 0 : found.last();
            assertThat(found).as("%s", files).containsExactlyElementsOf(upTo(last));
            assertThat(last).isGreaterThanOrEqualTo(acknowledged);
            seen.merge("samples acknowledged", (int) acknowledged, Integer::sum);
            seen.merge("samples unacknowledged and there", (int) (last - acknowledged), Integer::sum);
            try (RecordingWriter writer =
                    RecordingDirectory.write(recording, RoundTripTest.ORIGIN, Numbered.CENTURIES)) {
                Numbered more = new Numbered(writer);
                assertThat(more.append(last + 1)).isTrue();
                assertThat(more.append(last + 2)).isTrue();
            }
            try (Recording read = RecordingDirectory.read(recording)) {
                assertThat(Numbered.found(read)).containsExactlyElementsOf(upTo(last + 2));
                assertThat(TornTail.told(read) - toldBefore).isEqualTo(torn);
                assertThat(read.overview().orElseThrow().damage()).isEmpty();
            }
            assertThat(SealedTest.files(recording)).noneMatch(f -> f.endsWith(".tmp"));
            return last;
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** At which moment of the writer's work it was. */
    private void note(Path recording, List<String> files, int torn) throws IOException {
        seen.merge("cuts", 1, Integer::sum);
        seen.merge("with a torn sample", torn, Integer::sum);
        boolean sealing = files.stream().anyMatch(f -> f.endsWith(".tmp"));
        boolean replacing = files.stream()
                .anyMatch(f -> f.endsWith(".live") && files.contains(f.replace(".live", FileChunks.SEALED)));
        boolean beginning = false;
        for (String file : files) {
            beginning |= file.endsWith(".live") && Files.size(recording.resolve(file)) <= FileChunks.MAGIC_BYTES;
        }
        seen.merge("while a segment is rewritten", sealing ? 1 : 0, Integer::sum);
        seen.merge("while the rewritten one takes its place", replacing ? 1 : 0, Integer::sum);
        seen.merge("while a segment begins", beginning ? 1 : 0, Integer::sum);
    }

    /** The child, and the greatest number that it said. */
    private static final class Writer implements AutoCloseable {
        final AtomicLong acknowledged;
        private final Process child;
        private final Thread listener;

        Writer(Path directory, long from) throws IOException {
            acknowledged = new AtomicLong(from - 1);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-Xmx32m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Appender.class.getName(),
                    directory.toString(),
                    Long.toString(from),
                    "dawdling"));
            child = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = child.inputReader();
            assertThat(said.readLine()).isEqualTo("open");
            listener = Thread.ofVirtual().start(() -> listen(said));
        }

        private void listen(BufferedReader said) {
            try {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    acknowledged.set(Long.parseLong(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            child.toHandle().destroyForcibly();
            try {
                child.waitFor();
                listener.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
