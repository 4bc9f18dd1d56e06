package io.culprit.record.imports;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** {@code sadf -j}: one document, of which no more is kept than the objects that are open. */
final class SadfJson {
    /** sadf nests nine deep. */
    private static final int DEEPEST = 32;

    private static final int LONGEST_TEXT = 65_536;

    /** A hostile object could have millions; sadf writes 22 at most, and one for each CPU. */
    private static final int MOST_FIELDS = 8192;

    private static final class Open {
        final String name;
        final Map<String, String> fields = new LinkedHashMap<>();

        Open(String name) {
            this.name = name;
        }
    }

    private final SarTable table;
    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private final Map<String, String> labels = new HashMap<>();
    private OptionalLong millis = OptionalLong.empty();

    SadfJson(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
        table = new SarTable(samples, tally);
        labels.put("cpu-load", "cpu");
        labels.put("cpu-load-all", "cpu");
        labels.put("interrupts", "intr");
        labels.put("net-dev", "iface");
        labels.put("net-edev", "iface");
    }

    /** Reads to the end, or to where it is no longer JSON; that is told, and what came before is kept. */
    void read(InputStream in) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_TEXT)
                        .maxNameLength(LONGEST_TEXT)
                        .build())
                .build();
        long line = 1;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
            Deque<Open> open = new ArrayDeque<>();
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                line = parser.currentLocation().getLineNr();
                if (token == JsonToken.PROPERTY_NAME) {
                    name = parser.currentName();
                } else if (token == JsonToken.START_OBJECT) {
                    open.push(new Open(name));
                } else if (token == JsonToken.END_OBJECT && !open.isEmpty()) {
                    Open ended = open.pop();
                    // A later element of an array has the name of the array again.
                    name = ended.name;
                    object(ended, line);
                } else if (token.isScalarValue() && !open.isEmpty()) {
                    value(open.peek(), name, parser.getString());
                }
            }
        } catch (JacksonException e) {
            tally.bad(line, "is no longer JSON that sadf writes; what follows is left out");
        }
        table.end();
    }

    private void value(Open in, String name, String text) {
        if (name.equals("nodename")) {
            samples.host(text);
        } else if (name.equals("number-of-cpus")) {
            table.cpus((int) Math.max(0, Math.min(Numbers.whole(text), 100_000)));
        } else if (in.fields.size() < MOST_FIELDS) {
            in.fields.put(name, text);
        }
    }

    private void object(Open object, long line) {
        Map<String, String> fields = object.fields;
        if (object.name.equals("timestamp")) {
            timestamp(fields, line);
        } else if (millis.isPresent() && !fields.isEmpty()) {
            String labelled = labels.getOrDefault(object.name, "");
            String label = labelled.isEmpty() ? "" : String.valueOf(fields.remove(labelled));
            Map<String, String> named = fields;
            if (object.name.startsWith("psi-")) {
                named = new LinkedHashMap<>();
                for (Map.Entry<String, String> field : fields.entrySet()) {
                    named.put(object.name + " " + field.getKey(), field.getValue());
                }
            } else if (labelled.isEmpty() && !isOfHost(object.name)) {
                tally.unused(object.name);
                tally.ignored();
                return;
            }
            if (SarRows.into(table, millis.getAsLong(), line, labelled, label, named, tally)) {
                tally.good();
            } else {
                tally.ignored();
            }
        }
    }

    private static boolean isOfHost(String section) {
        return switch (section) {
            case "process-and-context-switch", "memory", "kernel", "queue", "net-sock" -> true;
            default -> false;
        };
    }

    private void timestamp(Map<String, String> fields, long line) {
        String utc = fields.getOrDefault("utc", "1").equals("1") ? " UTC" : "";
        Optional<Moment> moment =
                Moments.inLine(fields.getOrDefault("date", "") + " " + fields.getOrDefault("time", "") + utc);
        millis = moment.isPresent() ? clock.millis(moment.get()) : OptionalLong.empty();
        if (millis.isEmpty()) {
            tally.bad(line, "its timestamp is none");
        }
    }
}
