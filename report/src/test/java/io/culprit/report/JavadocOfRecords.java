package io.culprit.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources say about each record and its components: the only place where the units of a field are written. */
final class JavadocOfRecords {
    private static final List<Path> SOURCES =
            List.of(Path.of("../model/src/main/java"), Path.of("src/main/java/io/culprit/report"));
    private static final Pattern COMMENTED_RECORD =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public )?record (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ +#?([^}]*)}");
    private static final Pattern ALIKE = Pattern.compile("likewise \\{@code (\\w+)}");

    /** By simple name of the record; the component's name is empty for the record itself. */
    private final Map<String, Map<String, String>> words = new HashMap<>();

    JavadocOfRecords() throws IOException {
        for (Path root : SOURCES)
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) read(Files.readString(file));
            }
    }

    Optional<String> of(Class<?> record, String component) {
        return Optional.ofNullable(
                words.getOrDefault(record.getSimpleName(), Map.of()).get(component));
    }

    private void read(String source) {
        Matcher m = COMMENTED_RECORD.matcher(source);
        while (m.find()) {
            String text = m.group(1).replaceAll("(?m)^\\s*\\* ?", "");
            String[] parts = text.split("@param ", -1);
            Map<String, String> said = words.computeIfAbsent(m.group(2), x -> new HashMap<>());
            put(said, "", parts[0].replaceFirst("(?s)<p>.*", ""));
            for (int i = 1; i < parts.length; i++) {
                String[] nameAndText = parts[i].split("\\s", 2);
                put(said, nameAndText[0], nameAndText[1]);
                Matcher alike = ALIKE.matcher(parts[i]);
                if (alike.find()) put(said, alike.group(1), "like " + nameAndText[0] + ": " + nameAndText[1]);
            }
        }
    }

    private static void put(Map<String, String> said, String name, String text) {
        String plain = INLINE_TAG
                .matcher(text)
                .replaceAll("$1")
                .replaceAll("\\s+", " ")
                .strip();
        if (!plain.isEmpty()) said.put(name, plain);
    }
}
