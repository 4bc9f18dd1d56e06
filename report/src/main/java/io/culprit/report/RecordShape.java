package io.culprit.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A record: an object with each of its components, no more and no less. */
record RecordShape(Class<?> type, List<Field> fields, Constructor<?> constructor) implements Shape {
    /** Longer names were not written by us. */
    private static final int SHOWN_NAME = 60;

    record Field(String name, Method accessor, Shape shape) {}

    @Override
    public void write(JsonGenerator out, Object value, boolean exact) {
        out.writeStartObject();
        for (Field field : fields) {
            out.writeName(field.name());
            field.shape().write(out, component(field, value), exact);
        }
        out.writeEndObject();
    }

    @Override
    public Object read(JsonParser in) {
        if (in.currentToken() != JsonToken.START_OBJECT) throw new Mismatch(in, "expected an object");
        return readRest(in, Mismatch.where(in), new Object[fields.size()]);
    }

    /** @param values those already read, by index of the field, and null for the others */
    Object readRest(JsonParser in, String where, @Nullable Object[] values) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            int i = indexOf(name);
            if (i < 0)
                throw new Mismatch(
                        where,
                        "unknown field \"" + SafeText.of(name, SHOWN_NAME) + "\"; was it saved by a newer version?");
            if (values[i] != null) throw new Mismatch(where, "field \"" + name + "\" is given twice");
            in.nextToken();
            values[i] = fields.get(i).shape().read(in);
        }
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < values.length; i++)
            if (values[i] == null) missing.add(fields.get(i).name());
        if (!missing.isEmpty())
            throw new Mismatch(where, "missing " + String.join(", ", missing) + "; was it saved by an older version?");
        return construct(where, values);
    }

    int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) if (fields.get(i).name().equals(name)) return i;
        return -1;
    }

    private Object construct(String where, @Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Mismatch(where, type.getSimpleName() + " cannot be so: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }

    private static Object component(Field field, Object value) {
        try {
            return field.accessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + field.accessor(), e);
        }
    }
}
