package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputIT {
    private static final int USAGE = 2;
    private static final int CANNOT = 3;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--for 0s",
                "--for -1s",
                "--for 99h",
                "--for soon",
                "--for 99999999999999999999",
                "--pid 0",
                "--pid -5",
                "--pid abc",
                "--pid 99999999999999",
                "--format xml",
                "--max-slowdown 0",
                "--max-slowdown 200%",
                "--without magic",
                "--colour blue",
                "--no-such-option",
                "--from x --pid 1"
            })
    void wrongUsageIsOneLineAndStatus2(String options) {
        Run run = Run.culprit(("diagnose " + options).split(" ", -1));
        assertThat(run.status()).as(run.err()).isEqualTo(USAGE);
        assertThat(run.errorLines()).hasSize(1).allMatch(l -> l.startsWith("culprit: "));
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pid 999999999",
                "--name no-such-process-anywhere",
                "--from /no/such/evidence.json",
                "--output /no/such/directory/report",
                "--output /",
                "--save /proc/evidence.json"
            })
    void whatCannotBeDoneIsOneLineAndStatus3(String options) {
        Run run = Run.culprit(("diagnose --quiet --for 1s " + options)
                .replace("--for 1s --from", "--from")
                .split(" ", -1));
        assertThat(run.status()).as(run.err()).isEqualTo(CANNOT);
        assertThat(run.errorLines()).hasSize(1).allMatch(l -> l.startsWith("culprit: "));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aFileThatIsNoEvidenceIsRefused() throws IOException {
        Path file = directory.resolve("not-evidence.json");
        Files.writeString(file, "{\"format\": 1, \"host\": [[[[");
        Run run = Run.culprit("diagnose", "--from", file.toString());
        assertThat(run.status()).isEqualTo(CANNOT);
        assertThat(run.errorLines()).hasSize(1).first().asString().contains(file.toString());
    }

    @Test
    void aSuspectThatEndsHalfWayIsSaidAndTheRestIsAnswered() {
        try (Scenario s = Scenario.start("vanish", "--after", "3")) {
            Run run = Run.culprit(
                    "diagnose", "--quiet", "--format", "json", "--for", "6s", "--pid", String.valueOf(s.pid()));
            assertThat(run.status()).as(run.err()).isEqualTo(CANNOT);
            assertThat(run.errorLines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("vanish")
                    .contains("ended");
            assertThat(run.json().path("checks").size()).isGreaterThan(20);
        }
    }

    @Test
    void aRunThatFailsLeavesNoFileBehind() throws IOException {
        Path report = directory.resolve("report.json");
        Run run = Run.culprit("diagnose", "--quiet", "--pid", "999999999", "--output", report.toString());
        assertThat(run.status()).isEqualTo(CANNOT);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
