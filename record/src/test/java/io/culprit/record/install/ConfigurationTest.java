package io.culprit.record.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.sample.RecorderSettings.Changes;
import io.culprit.record.sample.SettingKey;
import io.culprit.record.sample.SettingsFile;
import io.culprit.record.sample.SettingsFile.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void aNewOneSetsNothingButNamesEveryKey() {
        String text = Configuration.edited(Optional.empty(), Map.of());
        assertThat(read(text)).isEqualTo(Changes.NONE);
        for (SettingKey key : SettingKey.values()) {
            assertThat(text).contains("#" + key.key() + " = ").contains(key.meaning());
        }
    }

    @Test
    void withItsCommentSignsTakenAwayANewOneSetsTheDefaults() {
        String text = Configuration.edited(Optional.empty(), Map.of()).replaceAll("(?m)^#(\\S+ = )", "$1");
        RecorderSettings settings = RecorderSettings.DEFAULT.with(read(text));
        assertThat(settings.with(new Changes(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), settings.store())))
                .isEqualTo(settings);
        assertThat(settings.every()).isEqualTo(RecorderSettings.DEFAULT.every());
        assertThat(settings.maxBytes()).isEqualTo(RecorderSettings.DEFAULT.maxBytes());
    }

    @Test
    void aSettingTakesThePlaceOfItsComment() {
        String text = Configuration.edited(Optional.empty(), Map.of(SettingKey.KEEP, "7d"));
        assertThat(read(text).keep()).contains(Duration.ofDays(7));
        assertThat(text).doesNotContain("#keep");
    }

    @Test
    void whatSomebodyWroteStaysButForTheLineThatIsSet() {
        String mine = "# mine\nkeep=  5d\n\n every = 30s\n";
        assertThat(Configuration.edited(Optional.of(mine), Map.of(SettingKey.EVERY, "20s")))
                .isEqualTo("# mine\nkeep=  5d\n\nevery = 20s\n");
        assertThat(Configuration.edited(Optional.of(mine), Map.of(SettingKey.EVERY, "30s", SettingKey.KEEP, "5d")))
                .isEqualTo(mine);
        assertThat(Configuration.edited(Optional.of(mine), Map.of(SettingKey.MAX_SIZE, "2G")))
                .isEqualTo(mine + "max-size = 2G\n");
    }

    private static Changes read(String text) {
        return ((Reading.Good) SettingsFile.parse(text.getBytes(UTF_8), "f")).changes();
    }
}
