package io.culprit.record.install;

import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.sample.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits the text of a configuration: only the lines of the keys that are set, all else stays as somebody wrote it. */
final class Configuration {
    private Configuration() {}

    /** @param before empty where there is no file: then all keys are told, those that are not set as comments */
    static String edited(Optional<String> before, Map<SettingKey, String> set) {
        List<String> lines =
                new ArrayList<>(before.orElseGet(Configuration::fresh).lines().toList());
        set.forEach((key, value) -> {
            String line = key.key() + " = " + value;
            int at = find(lines, key, "");
            if (at >= 0) {
                if (!valueOf(lines.get(at)).equals(value)) {
                    lines.set(at, line);
                }
                return;
            }
            int comment = find(lines, key, "#");
            if (comment >= 0) {
                lines.set(comment, line);
            } else {
                lines.add(line);
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private static String fresh() {
        StringBuilder text = new StringBuilder(Marked.LINE)
                .append("\n# Settings of 'culprit record'. Options of the command line come first. After a change:\n")
                .append("#   systemctl reload ")
                .append(ServiceUnit.NAME)
                .append('\n');
        for (SettingKey key : SettingKey.values()) {
            text.append("\n# ")
                    .append(key.meaning())
                    .append("\n#")
                    .append(key.key())
                    .append(" = ")
                    .append(key.value(RecorderSettings.DEFAULT).orElse("/var/lib/culprit"))
                    .append('\n');
        }
        return text.toString();
    }

    private static int find(List<String> lines, SettingKey key, String before) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int equals = line.indexOf('=');
            if (equals >= 0 && line.substring(0, equals).strip().equals(before + key.key())) {
                return i;
            }
        }
        return -1;
    }

    private static String valueOf(String line) {
        return line.substring(line.indexOf('=') + 1).strip();
    }
}
