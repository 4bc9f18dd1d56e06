package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /etc/os-release} (os-release(5)): assignments as a shell reads them, with quotes and escapes. */
public record OsRelease(Map<String, String> values) {

    /** @param root what stands before {@code /etc}; empty for the running system */
    public static Read<OsRelease> of(String root) {
        Read<String> etc = KernelFile.text(root + "/etc/os-release");
        Read<String> text = etc instanceof Read.Ok<String> ? etc : KernelFile.text(root + "/usr/lib/os-release");
        return text.map(OsRelease::parse);
    }

    public static OsRelease parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String l = line.strip();
            int equals = l.indexOf('=');
            if (equals > 0 && l.charAt(0) != '#') {
                values.put(l.substring(0, equals), unquoted(l.substring(equals + 1)));
            }
        }
        return new OsRelease(Map.copyOf(values));
    }

    /** A name for people: {@code PRETTY_NAME}, else name and version, else the id. */
    public Optional<String> prettyName() {
        String name = values.getOrDefault("NAME", values.getOrDefault("ID", ""));
        String made = (name + " " + values.getOrDefault("VERSION", values.getOrDefault("VERSION_ID", ""))).strip();
        return Optional.of(values.getOrDefault("PRETTY_NAME", made)).filter(n -> !n.isBlank());
    }

    private static String unquoted(String raw) {
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < raw.length()) {
                out.append(raw.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                break;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
