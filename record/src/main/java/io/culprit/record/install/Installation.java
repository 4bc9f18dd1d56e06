package io.culprit.record.install;

import io.culprit.record.sample.SettingKey;
import io.culprit.record.sample.SettingsFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service consists of on this host. Nothing is written here: a plan is shown, and then carried out or not.
 *
 * @param unit the file of the unit
 * @param configuration the file of the settings
 */
public record Installation(Path unit, Path configuration) {
    /** Where an administrator's units belong (systemd.unit(5)); packages have another place. */
    public static final Installation OF_HOST =
            new Installation(Path.of("/etc/systemd/system", ServiceUnit.NAME), SettingsFile.USUAL);

    private static final Pattern STATE = Pattern.compile("^StateDirectory=(\\S+)$", Pattern.MULTILINE);

    /** The unit first. */
    public record Plan(Change unit, Change configuration) {
        public List<Change> changes() {
            return List.of(unit, configuration);
        }

        public boolean changesNothing() {
            return unit.changesNothing() && configuration.changesNothing();
        }
    }

    /** @param set the settings to write; all others stay as they are */
    public Plan install(ServiceUnit wanted, Map<SettingKey, String> set) throws IOException {
        Optional<String> before = Change.read(configuration);
        return new Plan(
                Change.of(unit, Optional.of(wanted.text())),
                new Change(configuration, before, Optional.of(Configuration.edited(before, set))));
    }

    /** A configuration without our mark stays: somebody made it theirs. */
    public Plan uninstall() throws IOException {
        Change settings = Change.of(configuration, Optional.empty());
        return new Plan(
                Change.of(unit, Optional.empty()),
                settings.touchesAnothersFile()
                        ? new Change(configuration, settings.before(), settings.before())
                        : settings);
    }

    /** After an {@link #uninstall} that was carried out: the settings' directory, unless somebody keeps something there. */
    public void removeEmptyDirectory() throws IOException {
        try {
            Files.deleteIfExists(configuration.toAbsolutePath().getParent());
        } catch (DirectoryNotEmptyException e) {
            // Not ours alone.
        }
    }

    /** Directory of the recording, as the installed unit has it. */
    public Optional<Path> recording() throws IOException {
        return Change.read(unit).map(STATE::matcher).filter(Matcher::find).map(m -> Path.of("/var/lib", m.group(1)));
    }
}
