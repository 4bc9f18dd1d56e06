package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening what is there, is not there, or is something else. */
class DirectoryTest {
    @TempDir
    Path dir;

    @Test
    void aMissingDirectoryIsCreatedForItsOwnerAlone() throws Exception {
        Path at = dir.resolve("a/b");
        World world = new World(1);
        try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
            writer.append(world.next(writer, 1, 10_000));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at)))
                .isEqualTo("rwx------");
        for (String file : new String[] {"lock", "00000001.live"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondWriterIsToldWhoTheFirstOneIs() throws Exception {
        World world = new World(2);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL))
                        .isInstanceOf(RecordingException.class)
                        .hasMessage("somebody records to " + dir.toRealPath() + " already: the process with pid "
                                + ProcessHandle.current().pid() + "; stop it, or name another directory");
            }
            writer.append(world.next(writer, 1, 10_000));
        }
        RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL).close();
    }

    @Test
    void aDirectoryOfOtherThingsIsNoRecording() throws Exception {
        Files.createFile(dir.resolve("letter.txt"));
        assertThatThrownBy(() -> RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL))
                .hasMessage(
                        "cannot record to " + dir
                                + ": it holds other files and no recording; name an empty directory, or one that does not exist");
        assertThatThrownBy(() -> RecordingDirectory.read(dir)).hasMessage("there is no recording in " + dir);
        assertThat(SealedTest.files(dir)).containsExactly("letter.txt");
    }

    @Test
    void aFileOrNothingIsNoRecording() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> RecordingDirectory.write(file, RoundTripTest.ORIGIN, Limits.USUAL))
                .hasMessage("cannot record to " + file + ": it is no directory");
        assertThatThrownBy(() -> RecordingDirectory.read(file))
                .hasMessage(file + " is no directory, so it holds no recording");
        assertThatThrownBy(() -> RecordingDirectory.read(dir.resolve("none")))
                .hasMessage("there is no recording in " + dir.resolve("none") + ": the directory does not exist");
    }

    @Test
    void anUnfinishedSampleIsToldByReadersCutByTheWriterAndTold() throws Exception {
        World world = new World(3);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < 5; i++) {
                writer.append(world.next(writer, 4, 10_000));
            }
        }
        Path live = dir.resolve("00000001.live");
        byte[] bytes = Files.readAllBytes(live);
        Files.write(live, Arrays.copyOf(bytes, bytes.length - 7));
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples.subList(0, 4), World.BOOTED);
            assertThat(recording.overview().orElseThrow().damage())
                    .singleElement()
                    .asString()
                    .startsWith("00000001.live at byte ")
                    .endsWith(" bytes are an unfinished sample, left out");
        }
        assertThat(Files.size(live)).isEqualTo(bytes.length - 7);
        world.samples.removeLast();
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            world.restart(writer);
            writer.append(world.next(writer, 4, 10_000));
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples, World.BOOTED);
            assertThat(recording.overview().orElseThrow().damage()).isEmpty();
            assertThat(recording.events(TimeRange.ALL)).singleElement().satisfies(e -> {
                assertThat(e.kind()).isEqualTo(RecordingEvent.Kind.SAMPLES_LOST);
                assertThat(e.text()).startsWith("the recorder ended in the middle of a sample");
            });
        }
    }

    @Test
    void aWriterThatDiedWhileSealingIsFinishedOrUndone() throws Exception {
        World world = new World(4);
        Path kept = dir.resolve("kept");
        Path at = dir.resolve("at");
        try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < 30; i++) {
                if (i == 24) {
                    Files.copy(at.resolve("00000001.live"), kept);
                }
                writer.append(world.next(writer, 4, SealedTest.TEN_MINUTES));
            }
        }
        Path live = at.resolve("00000001.live");
        Path sealed = at.resolve("00000001.seg");
        byte[] whole = Files.readAllBytes(sealed);
        for (byte[] found : new byte[][] {whole, Arrays.copyOf(whole, whole.length / 2), new byte[0]}) {
            Files.copy(kept, live, StandardCopyOption.REPLACE_EXISTING);
            Files.write(sealed, found);
            Files.write(at.resolve("00000002.tmp"), found);
            try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
                world.restart(writer);
                writer.append(world.next(writer, 4, 10_000));
                assertThat(SealedTest.files(at)).containsExactly("00000001.seg", "00000002.live");
                assertThat(Files.readAllBytes(sealed)).isEqualTo(whole);
            }
            try (Recording recording = RecordingDirectory.read(at)) {
                Expected.same(recording, world.samples, World.BOOTED);
            }
        }
    }

    @Test
    void whatANewerVersionWroteIsRefusedAndKept() throws Exception {
        World world = new World(5);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            writer.append(world.next(writer, 4, 10_000));
        }
        try (LiveFile newer = (LiveFile) new FileChunks(dir, false).begin(2)) {
            Bytes header = new Bytes(10);
            header.varint(Head.VERSION + 1);
            newer.add(ChunkKind.HEADER, 0, header);
            newer.commit();
        }
        for (int i = 0; i < 2; i++) {
            try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
                world.restart(writer);
                writer.append(world.next(writer, 4, 10_000));
            }
            try (Recording recording = RecordingDirectory.read(dir)) {
                Expected.same(recording, world.samples, World.BOOTED);
                assertThat(recording.overview().orElseThrow().damage())
                        .containsExactly("00000002.live: is of format " + (Head.VERSION + 1)
                                + ", which this version cannot read: use a newer one");
            }
        }
    }
}
