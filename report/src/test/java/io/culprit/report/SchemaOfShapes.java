package io.culprit.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down as JSON Schema 2020-12 what a shape writes: every field is required and no other is allowed. */
final class SchemaOfShapes {
    private final Map<String, Object> definitions = new TreeMap<>();
    private final JavadocOfRecords javadoc;

    SchemaOfShapes(JavadocOfRecords javadoc) {
        this.javadoc = javadoc;
    }

    Map<String, Object> document(RecordShape shape, String id, String title) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", id);
        schema.put("title", title);
        Map<String, Object> properties = properties(shape);
        properties.computeIfPresent("format", (k, v) -> with(asMap(v), "const", JsonDocument.FORMAT));
        schema.putAll(described(shape, properties));
        schema.put("$defs", definitions);
        return schema;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object o) {
        return (Map<String, Object>) o;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private Map<String, Object> of(Shape shape) {
        return switch (shape) {
            case RecordShape record -> reference(record);
            case Shape.Real r -> Map.of("type", List.of("number", "null"));
            case Scalar.Text t -> Map.of("type", "string");
            case Scalar.Letter l -> with(with(Map.of("type", "string"), "minLength", 1), "maxLength", 1);
            case Scalar.Flag f -> Map.of("type", "boolean");
            case Scalar.Whole w -> Map.of("type", "integer");
            case Scalar.Choice c ->
                Map.of("enum", c.words().keySet().stream().sorted().toList());
            case Container.Many many -> with(new LinkedHashMap<>(Map.of("type", "array")), "items", of(many.element()));
            case Container.Table table -> table(table);
            case Container.Maybe maybe -> Map.of("anyOf", List.of(of(maybe.present()), Map.of("type", "null")));
            case Container.Answered a ->
                Map.of(
                        "oneOf",
                        List.of(
                                closed(Map.of("value", of(a.known()))),
                                closed(Map.of("unavailable", Map.of("type", "string")))));
        };
    }

    private Map<String, Object> table(Container.Table table) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "object");
        if (table.key() instanceof Scalar.Choice c) map.put("propertyNames", of(c));
        map.put("additionalProperties", of(table.value()));
        return map;
    }

    private Map<String, Object> reference(RecordShape shape) {
        Class<?> outer = shape.type().getEnclosingClass();
        String name = (outer == null ? "" : outer.getSimpleName() + ".")
                + shape.type().getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, described(shape, properties(shape)));
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    private Map<String, Object> properties(RecordShape shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordShape.Field field : shape.fields()) {
            Map<String, Object> property = of(field.shape());
            properties.put(
                    field.name(),
                    javadoc.of(shape.type(), field.name())
                            .map(words -> with(property, "description", words))
                            .orElse(property));
        }
        return properties;
    }

    private Map<String, Object> described(RecordShape shape, Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        javadoc.of(shape.type(), "").ifPresent(words -> object.put("description", words));
        object.putAll(closed(properties));
        return object;
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", new ArrayList<>(properties.keySet()));
        object.put("additionalProperties", false);
        return object;
    }
}
