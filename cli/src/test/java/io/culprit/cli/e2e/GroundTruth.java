package io.culprit.cli.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One entry of {@code scenarios/ground-truth.json}; {@code scenarios/README.md} has what its fields mean. */
record GroundTruth(String scenario, List<String> arguments, Expected first, Optional<Expected> also) {
    private static final Pattern READY_FIELD = Pattern.compile("(\\w+)=(\\S+)");

    /** @param pids a range such as {@code 7-18} or {@code 7}, with placeholders; empty where no process is to blame */
    record Expected(
            String id,
            Optional<String> variant,
            Optional<String> program,
            String pids,
            int count,
            List<String> evidence) {

        /** What is wrong with a finding, in words; empty when it says what it must. */
        Optional<String> differs(JsonNode finding, String ready) {
            List<String> wrong = new ArrayList<>();
            if (!finding.path("id").asString("").equals(id)) {
                wrong.add("id is not " + id);
            }
            variant.filter(v -> !finding.path("variant").asString("").equals(v))
                    .ifPresent(v -> wrong.add("variant is not " + v));
            JsonNode subject = finding.path("subject");
            if (program.isEmpty() != subject.path("kind").asString("").equals("host")) {
                wrong.add("the subject is of another kind");
            }
            program.filter(p -> !subject.path("program").asString("").contains(p))
                    .ifPresent(p -> wrong.add("program is not " + p));
            if (count > 0 && subject.path("count").asInt(0) != count) {
                wrong.add("count is not " + count);
            }
            if (!pids.isEmpty()) {
                String[] range = filled(pids, ready).split("-", -1);
                int from = Integer.parseInt(range[0]);
                int to = Integer.parseInt(range[range.length - 1]);
                subject.path("processes").forEach(p -> {
                    int pid = p.path("pid").asInt(0);
                    if (pid < from || pid > to) {
                        wrong.add("pid " + pid + " is not one of " + from + " to " + to);
                    }
                });
            }
            String told = finding.path("title").asString("") + "\n" + finding.path("evidence");
            evidence.stream()
                    .map(e -> filled(e, ready))
                    .filter(e -> !told.contains(e))
                    .forEach(e -> wrong.add("nothing says '" + e + "'"));
            return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong) + " in " + finding);
        }
    }

    static List<GroundTruth> all() {
        JsonNode all = JsonMapper.shared()
                .readTree(Path.of(Run.ROOT + "/scenarios/ground-truth.json").toFile());
        return stream(all)
                .map(e -> new GroundTruth(
                        e.path("scenario").asString(),
                        strings(e.path("arguments")),
                        expected(e),
                        e.has("also") ? Optional.of(expected(e.path("also"))) : Optional.empty()))
                .toList();
    }

    private static Expected expected(JsonNode e) {
        JsonNode finding = e.path("finding");
        JsonNode subject = e.path("subject");
        return new Expected(
                finding.path("id").asString(),
                Optional.ofNullable(finding.path("variant").asString(null)),
                Optional.ofNullable(subject.path("program").asString(null)),
                subject.path("pids").asString(""),
                subject.path("count").asInt(0),
                strings(e.path("evidence")));
    }

    private static String filled(String text, String ready) {
        String filled = text;
        Matcher m = READY_FIELD.matcher(ready);
        while (m.find()) {
            filled = filled.replace("{" + m.group(1) + "}", m.group(2));
        }
        return filled;
    }

    private static List<String> strings(JsonNode array) {
        return stream(array).map(JsonNode::asString).toList();
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return (scenario + " " + String.join(" ", arguments)).strip();
    }
}
