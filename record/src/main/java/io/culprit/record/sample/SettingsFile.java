package io.culprit.record.sample;

import io.culprit.record.sample.RecorderSettings.Changes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The recorder's configuration: lines of {@code key = value}, empty ones, and comments that begin with {@code #}. Strict,
 * because a misspelt key that is passed over means a month without the samples that somebody believed to have.
 */
public final class SettingsFile {
    public static final Path USUAL = Path.of("/etc/culprit/record.conf");
    /** A configuration has some hundred bytes; anything much larger is the wrong file. */
    private static final int MOST_BYTES = 64 * 1024;
    /** Of what somebody wrote in the file, in a message of one line. */
    private static final int MOST_QUOTED = 60;

    /** What was read. */
    public sealed interface Reading {
        record Good(Changes changes) implements Reading {}

        /** @param message one line: which file and line, what is wrong, what would be right; control characters replaced */
        record Wrong(String message) implements Reading {}
    }

    private SettingsFile() {}

    /** @param mustExist whether a missing file is wrong, or sets nothing */
    public static Reading read(Path file, boolean mustExist) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new Reading.Wrong(file + " is larger than " + MOST_BYTES + " bytes: no configuration");
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            return mustExist
                    ? new Reading.Wrong("the configuration " + file + " does not exist")
                    : new Reading.Good(Changes.NONE);
        } catch (IOException e) {
            return new Reading.Wrong("cannot read the configuration " + file + ": " + e.getMessage());
        }
    }

    /** @param name of the file, for messages */
    public static Reading parse(byte[] bytes, String name) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Reading.Wrong(name + " is not UTF-8");
        }
        Changes changes = Changes.NONE;
        Set<SettingKey> seen = EnumSet.noneOf(SettingKey.class);
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = name + ", line " + (i + 1) + ": ";
            int equals = line.indexOf('=');
            if (equals < 0) {
                return new Reading.Wrong(where + quoted(line) + " is not of the form key = value");
            }
            String word = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            Optional<SettingKey> key = SettingKey.of(word);
            if (key.isEmpty()) {
                return new Reading.Wrong(where + "unknown key " + quoted(word) + "; the keys are " + keys());
            }
            if (!seen.add(key.get())) {
                return new Reading.Wrong(where + word + " is set twice");
            }
            Optional<Changes> read = key.get().read(value, changes);
            if (read.isEmpty()) {
                return new Reading.Wrong(where + word + " = " + quoted(value) + " is wrong: "
                        + key.get().meaning());
            }
            changes = read.get();
        }
        return new Reading.Good(changes);
    }

    static String keys() {
        StringBuilder keys = new StringBuilder();
        for (SettingKey key : SettingKey.values()) {
            keys.append(keys.isEmpty() ? "" : ", ").append(key.key());
        }
        return keys.toString();
    }

    private static String quoted(String text) {
        String safe = text.replaceAll("\\p{C}", "?");
        return "'" + (safe.length() > MOST_QUOTED ? safe.substring(0, MOST_QUOTED) + "…" : safe) + "'";
    }
}
