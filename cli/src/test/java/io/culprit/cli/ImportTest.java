package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.record.store.RecordingDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final String GOOD = "1795528831\n  PID   RSS COMMAND\n    7   100 a\n";

    @TempDir
    Path directory;

    private int run(String log, String... more) throws Exception {
        Path file = Files.writeString(directory.resolve("ps.log"), log);
        String[] args = new String[more.length + 4];
        args[0] = "import";
        args[1] = file.toString();
        args[2] = "--into";
        args[3] = directory.resolve("recording").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Main.run(args);
    }

    @Test
    void aRecordingIsMadeOfALog() throws Exception {
        assertThat(run(GOOD, "--host", "server1")).isEqualTo(Exit.NOTHING_FOUND);

        try (var recording = RecordingDirectory.read(directory.resolve("recording"))) {
            assertThat(recording.overview()).hasValueSatisfying(o -> {
                assertThat(o.host()).isEqualTo("server1");
                assertThat(o.samples()).isEqualTo(1);
            });
        }
    }

    @Test
    void nothingOfItStaysAsItWasAppended() throws Exception {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            // A day later the first part has ended; the second goes back in time and is kept apart.
            long at = 1_795_528_831L + 86_400L * (i / 100) - (i >= 200 ? 400_000 : 0) + i;
            log.append(at).append("\n  PID   RSS COMMAND\n    7   ").append(i).append(" a\n");
        }
        assertThat(run(log.toString())).isEqualTo(Exit.NOTHING_FOUND);

        Path recording = directory.resolve("recording");
        try (var files = Files.list(recording)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.equals("lock")))
                    .hasSizeGreaterThan(2)
                    .allMatch(f -> f.endsWith(".seg"));
        }
        try (var read = RecordingDirectory.read(recording)) {
            assertThat(read.overview().orElseThrow().samples()).isEqualTo(300);
            assertThat(read.overview().orElseThrow().damage()).isEmpty();
        }
    }

    @Test
    void aBadLineIsForgiven() throws Exception {
        assertThat(run(GOOD + "rubbish\n")).isEqualTo(Exit.NOTHING_FOUND);
    }

    @Test
    void strictExitsWithThreeAndKeepsWhatWasGood() throws Exception {
        assertThat(run(GOOD + "rubbish\n", "--strict")).isEqualTo(Exit.CANNOT);
        assertThat(directory.resolve("recording")).isNotEmptyDirectory();
    }

    @Test
    void nothingUsableLeavesNoDirectoryBehind() throws Exception {
        assertThat(run("Dear all,\n")).isEqualTo(Exit.CANNOT);
        assertThat(directory.resolve("recording")).doesNotExist();
    }

    @Test
    void aDirectoryThatHoldsSomethingIsLeftAlone() throws Exception {
        Files.createDirectory(directory.resolve("recording"));
        Files.writeString(directory.resolve("recording").resolve("mine"), "x");

        assertThat(run(GOOD)).isEqualTo(Exit.CANNOT);
    }

    @Test
    void whatIsNoFormatZoneOrDateIsWrongUsage() throws Exception {
        assertThat(run(GOOD, "--format", "xml")).isEqualTo(Exit.USAGE);
        assertThat(run(GOOD, "--zone", "Mars/Base")).isEqualTo(Exit.USAGE);
        assertThat(run(GOOD, "--date", "20.11.2026")).isEqualTo(Exit.USAGE);
        assertThat(Main.run("import", "x")).isEqualTo(Exit.USAGE);
    }
}
