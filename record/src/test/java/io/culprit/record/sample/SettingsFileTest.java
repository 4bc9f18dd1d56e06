package io.culprit.record.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.record.sample.RecorderSettings.Changes;
import io.culprit.record.sample.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    @TempDir
    Path directory;

    @Test
    void aFileSetsWhatItNamesAndNothingElse() {
        Reading read = SettingsFile.parse("""
                # the nightly job
                every = 30s
                  max-size=2G\t

                spikes-per-day = 0
                store = /data/../srv/culprit
                """.getBytes(UTF_8), "record.conf");

        assertThat(read)
                .isEqualTo(new Reading.Good(new Changes(
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.empty(),
                        Optional.of(2L << 30),
                        Optional.of(0),
                        Optional.of(Path.of("/srv/culprit")))));
    }

    @Test
    void theCommandLineOverridesTheFileAndTheFileTheDefaults() {
        Changes file = good("every = 30s\nkeep = 7d\n");
        Changes options = good("every = 5s\n");

        RecorderSettings settings = RecorderSettings.DEFAULT.with(file).with(options);

        assertThat(settings.every()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.keep()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.maxBytes()).isEqualTo(RecorderSettings.DEFAULT.maxBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "evry = 10s|unknown key 'evry'; the keys are every, keep, max-size, spikes-per-day, store",
                "every 10s|'every 10s' is not of the form key = value",
                "every = 10|every = '10' is wrong: time from one sample",
                "every = 999ms|every = '999ms' is wrong",
                "every = 11m|every = '11m' is wrong",
                "keep = 59m|keep = '59m' is wrong",
                "max-size = 1000000|max-size = '1000000' is wrong",
                "max-size = 15M|max-size = '15M' is wrong",
                "spikes-per-day = -1|spikes-per-day = '-1' is wrong",
                "spikes-per-day = 289|spikes-per-day = '289' is wrong",
                "store = var/lib|store = 'var/lib' is wrong",
                "every =|every = '' is wrong",
                "= 10s|unknown key ''",
                "every = 10s # often|every = '10s # often' is wrong"
            })
    void whatIsWrongIsToldWithFileAndLine(String line, String words) {
        assertThat(wrong("# first\n\n" + line + "\n"))
                .startsWith("record.conf, line 3: ")
                .contains(words);
    }

    @Test
    void aKeyThatIsSetTwiceIsAnError() {
        assertThat(wrong("every = 10s\nevery = 20s\n")).isEqualTo("record.conf, line 2: every is set twice");
    }

    @Test
    void whatIsQuotedCannotReachATerminalUnescaped() {
        assertThat(wrong("\u001b[2Jevil\u0007 = 1\n")).contains("'?[2Jevil?'").doesNotContain("\u001b");
        assertThat(wrong("x".repeat(1000) + " = 1\n").length()).isLessThan(250);
    }

    @Test
    void anyBytesGiveAnAnswer() {
        Random random = new Random(11);
        String alphabet = "every = 10s\nkeep=#\u0000\u001b\u00e9";
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            if (i % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                for (int k = 0; k < bytes.length; k++) {
                    bytes[k] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                }
            }
            if (SettingsFile.parse(bytes, "f") instanceof Reading.Wrong(String message)) {
                assertThat(message).startsWith("f").doesNotContainPattern("\\p{Cntrl}");
            }
        }
    }

    @Test
    void aMissingFileIsWrongOnlyWhereTheUserNamedIt() {
        Path none = directory.resolve("none.conf");
        assertThat(SettingsFile.read(none, false)).isEqualTo(new Reading.Good(Changes.NONE));
        assertThat(SettingsFile.read(none, true))
                .isEqualTo(new Reading.Wrong("the configuration " + none + " does not exist"));
        assertThat(SettingsFile.read(directory, true)).isInstanceOf(Reading.Wrong.class);
    }

    @Test
    void aReloadTakesWhatIsRightAndKeepsTheOldWhereSomethingIsWrong() throws IOException {
        Path file = directory.resolve("record.conf");
        Files.writeString(file, "every = 20s\nkeep = 3d\n");
        LiveSettings live = new LiveSettings(file, true, good("keep = 5d\n"));
        assertThat(live.load()).isEmpty();
        assertThat(live.current().keep()).isEqualTo(Duration.ofDays(5));

        Files.writeString(file, "every = 40s\n");
        assertThat(live.reload()).isEmpty();
        assertThat(live.current().every()).isEqualTo(Duration.ofSeconds(40));
        assertThat(live.current().keep()).isEqualTo(Duration.ofDays(5));

        Files.writeString(file, "every = 50s\nkeeep = 1d\n");
        assertThat(live.reload())
                .hasValueSatisfying(w -> assertThat(w).contains("line 2").contains("all settings stay as they were"));
        assertThat(live.current().every()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aReloadDoesNotMoveTheRecording() throws IOException {
        Path file = directory.resolve("record.conf");
        Files.writeString(file, "store = /a\n");
        LiveSettings live = new LiveSettings(file, true, Changes.NONE);
        assertThat(live.load()).isEmpty();

        Files.writeString(file, "store = /b\nevery = 1m\n");

        assertThat(live.reload()).hasValueSatisfying(w -> assertThat(w).contains("until it is restarted"));
        assertThat(live.current().store()).contains(Path.of("/a"));
        assertThat(live.current().every()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void everySettingCanBeWrittenAndReadBack() {
        RecorderSettings settings = RecorderSettings.DEFAULT.with(
                good("store = /srv/x\nspikes-per-day = 3\nkeep = 36h\nmax-size = 48M\nevery = 90s\n"));
        StringBuilder text = new StringBuilder();
        for (SettingKey key : SettingKey.values()) {
            key.value(settings).ifPresent(v -> text.append(key.key() + " = " + v + "\n"));
        }
        assertThat(RecorderSettings.DEFAULT.with(good(text.toString()))).isEqualTo(settings);
    }

    private static Changes good(String text) {
        return ((Reading.Good) SettingsFile.parse(text.getBytes(UTF_8), "record.conf")).changes();
    }

    private static String wrong(String text) {
        return ((Reading.Wrong) SettingsFile.parse(text.getBytes(UTF_8), "record.conf")).message();
    }
}
