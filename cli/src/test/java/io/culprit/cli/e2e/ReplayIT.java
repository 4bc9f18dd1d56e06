package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {
    @TempDir
    Path directory;

    @Test
    void savedEvidenceIsJudgedAgainWithTheSameResult() throws IOException {
        Path file = directory.resolve("evidence.json.gz");
        try (Scenario s = Scenario.start("networkingd", "--leak-sockets", "50")) {
            assertThat(s.ready()).isTrue();
            Run live = Run.culprit("diagnose", "--quiet", "--format", "json", "--for", "4s", "--save", file.toString());
            assertThat(live.status()).as(live.err()).isEqualTo(1);
            Run again = Run.culprit("diagnose", "--format", "json", "--from", file.toString());
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.out()).isEqualTo(live.out());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(p -> p.equals(file));
    }
}
