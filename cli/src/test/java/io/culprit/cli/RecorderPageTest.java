package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.record.install.Right;
import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.sample.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/recorder.md says what the code says. */
class RecorderPageTest {
    @Test
    void thePageHasEachSettingWithItsDefaultAndEachRightWithItsReason() throws IOException {
        String page = Files.readString(Path.of("../docs/recorder.md"));
        for (SettingKey key : SettingKey.values()) {
            assertThat(page)
                    .contains("| `" + key.key() + "` | " + key.meaning() + " | "
                            + key.value(RecorderSettings.DEFAULT)
                                    .map(v -> "`" + v + "`")
                                    .orElse("`/var/lib/culprit` for root")
                            + " |");
        }
        for (Right right : Right.values()) {
            assertThat(page).contains("| `" + right + "` | " + right.purpose() + " | " + right.loss() + " |");
        }
    }
}
