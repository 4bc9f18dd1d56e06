package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {
    @TempDir
    Path directory;

    @Test
    void theFileAppearsWholeAndForItsOwnerAlone() throws Exception {
        Path file = directory.resolve("report");
        try (Sink sink = Sink.at(file)) {
            assertThat(file).doesNotExist();
            sink.write(out -> out.write("all".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(file).hasContent("all");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(left()).containsExactly(file);
    }

    @Test
    void aWriterThatFailsLeavesTheOldFileAndNothingElse() throws Exception {
        Path file = directory.resolve("report");
        Files.writeString(file, "old");
        try (Sink sink = Sink.at(file)) {
            assertThatThrownBy(() -> sink.write(out -> {
                        out.write('n');
                        throw new IOException("disk is full");
                    }))
                    .isInstanceOf(CannotDo.class)
                    .hasMessageContaining("disk is full");
        }
        assertThat(file).hasContent("old");
        assertThat(left()).containsExactly(file);
    }

    @Test
    void anInvestigationThatFailsBeforeItWritesLeavesNothing() throws Exception {
        Sink.at(directory.resolve("report")).close();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() throws Exception {
        try (Sink sink = Sink.at(Path.of("/dev/null"))) {
            sink.write(out -> out.write('x'));
        }
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeAnythingElseHappens() {
        assertThatThrownBy(() -> Sink.at(directory)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> Sink.at(directory.resolve("no/report")))
                .isInstanceOf(CannotDo.class)
                .hasMessageContaining("does not exist");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
