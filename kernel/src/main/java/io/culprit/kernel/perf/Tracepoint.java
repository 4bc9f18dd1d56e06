package io.culprit.kernel.perf;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static tracepoint, by its {@code format} file in tracefs (Documentation/trace/events.rst). Its number and the places of
 * its fields differ between kernels.
 *
 * @param fields by name
 */
public record Tracepoint(int id, Map<String, Field> fields) {
    private static final String[] ROOTS = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
    private static final Pattern ID = Pattern.compile("^ID:\\s*(\\d{1,9})$");
    private static final Pattern FIELD =
            Pattern.compile("field:[^;]*?([A-Za-z_]\\w*)(?:\\[[^;]*])?;\\s*offset:(\\d{1,6});\\s*size:(\\d{1,6});");

    /** Bytes from the beginning of the raw data. */
    public record Field(int offset, int size) {}

    public Tracepoint {
        fields = Map.copyOf(fields);
    }

    /** Where tracefs is not mounted it says so: mounting it would change the host. */
    public static Read<Tracepoint> of(String system, String name) {
        Read<Tracepoint> refusal = Read.malformed("look for tracefs", "no place to look");
        for (String root : ROOTS) {
            String path = root + "/events/" + system + "/" + name + "/format";
            Read<Tracepoint> read = KernelFile.text(path).flatMap(t -> parse(path, t));
            if (read instanceof Read.Ok<Tracepoint>) {
                return read;
            }
            // A tracefs that may not be read says more than one that is not there.
            if (read.errno() != Errno.ENOENT) {
                return read;
            }
            refusal = read;
        }
        return refusal.errno() == Errno.ENOENT
                ? Read.malformed(
                        "read the tracepoint " + system + ":" + name,
                        "tracefs is not mounted; 'mount -t tracefs nodev /sys/kernel/tracing' does it")
                : refusal;
    }

    static Read<Tracepoint> parse(String path, String format) {
        int id = -1;
        Map<String, Field> fields = new HashMap<>();
        for (String line : format.split("\n", -1)) {
            Matcher number = ID.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (number.find()) {
                id = Integer.parseInt(number.group(1));
            } else if (field.find()) {
                fields.put(
                        field.group(1), new Field(Integer.parseInt(field.group(2)), Integer.parseInt(field.group(3))));
            }
        }
        return id < 0 ? Read.malformed("read " + path, "has no line with the ID") : Read.ok(new Tracepoint(id, fields));
    }

    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
