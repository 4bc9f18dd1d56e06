package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallIT {
    private static final Path UNIT = Path.of("/etc/systemd/system/culprit-record.service");
    private static final Path SETTINGS = Path.of("/etc/culprit/record.conf");

    @TempDir
    Path directory;

    @Test
    void aDryRunShowsAUnitThatSystemdUnderstandsAndWritesNothing() throws IOException {
        boolean unitBefore = Files.exists(UNIT);
        boolean settingsBefore = Files.exists(SETTINGS);

        Run run = Run.culprit("install", "--dry-run", "--keep", "90d", "--store", "/var/lib/culprit-dry-run");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("+StateDirectory=culprit-dry-run").contains("+keep = 90d");
        assertThat(Files.exists(UNIT)).isEqualTo(unitBefore);
        assertThat(Files.exists(SETTINGS)).isEqualTo(settingsBefore);
        if (!unitBefore) {
            Path unit = directory.resolve("culprit-record.service");
            Files.write(
                    unit,
                    run.out()
                            .lines()
                            .skip(1)
                            .takeWhile(l -> l.startsWith("  +"))
                            .map(l -> l.substring("  +".length()))
                            .toList());
            Run verified = Tool.run("systemd", "systemd-analyze", "verify", unit.toString());
            assertThat(verified.err() + verified.out()).doesNotContain("culprit-record");
            assertThat(verified.status()).isZero();
        }
    }

    @Test
    void whoIsNotRootIsToldTheCommandAndNothingIsWritten() {
        Run run = Run.culpritAsNobody("install", "--force", "--every", "5s");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.err()).contains("only root can do this").contains("install --every 5s --force");
    }

    @Test
    void whatCannotBeIsWrongUsage() {
        for (String[] wrong : new String[][] {
            {"install", "--every", "999ms"},
            {"install", "--max-size", "1000000"},
            {"install", "--keep", "1y"},
            {"install", "--spikes-per-day", "many"},
            {"install", "--store", "/srv/culprit"},
            {"install", "--store", "/var/lib/../../srv"},
            {"install", "--uninstall", "--keep", "1d"},
        }) {
            Run run = Run.culprit(wrong);
            assertThat(run.status()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(run.errorLines()).as(String.join(" ", wrong)).hasSize(1);
        }
    }
}
