package io.culprit.report;

import io.culprit.model.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A type that wraps values of another. */
sealed interface Container extends Shape {

    record Many(Shape element) implements Container {
        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeStartArray();
            for (Object each : (List<?>) value) element.write(out, each, exact);
            out.writeEndArray();
        }

        @Override
        public Object read(JsonParser in) {
            if (in.currentToken() != JsonToken.START_ARRAY) throw new Mismatch(in, "expected an array");
            List<Object> all = new ArrayList<>(0);
            while (in.nextToken() != JsonToken.END_ARRAY) all.add(element.read(in));
            return List.copyOf(all);
        }
    }

    /** @param key texts or a choice of words */
    record Table(Scalar key, Shape value) implements Container {
        @Override
        public void write(JsonGenerator out, Object map, boolean exact) {
            // Sorted, so that the same evidence makes the same file.
            Map<String, Object> sorted = new TreeMap<>();
            ((Map<?, ?>) map)
                    .forEach((k, v) -> sorted.put(
                            key instanceof Scalar.Choice ? Scalar.Choice.word(k) : Scalar.wellFormed((String) k), v));
            out.writeStartObject();
            sorted.forEach((k, v) -> {
                out.writeName(k);
                value.write(out, v, exact);
            });
            out.writeEndObject();
        }

        @Override
        public Object read(JsonParser in) {
            if (in.currentToken() != JsonToken.START_OBJECT) throw new Mismatch(in, "expected an object");
            Map<Object, Object> all = new HashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                Object k = key instanceof Scalar.Choice choice ? choice.constant(in, name) : name;
                in.nextToken();
                if (all.put(k, value.read(in)) != null) throw new Mismatch(Mismatch.where(in), "given twice");
            }
            return Map.copyOf(all);
        }
    }

    record Maybe(Shape present) implements Container {
        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            Optional<?> optional = (Optional<?>) value;
            if (optional.isPresent()) present.write(out, optional.get(), exact);
            else out.writeNull();
        }

        @Override
        public Object read(JsonParser in) {
            return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(present.read(in));
        }
    }

    record Answered(Shape known) implements Container {
        static final String VALUE = "value";
        static final String UNAVAILABLE = "unavailable";

        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeStartObject();
            switch ((Answer<?>) value) {
                case Answer.Known<?>(Object v) -> {
                    out.writeName(VALUE);
                    known.write(out, v, exact);
                }
                case Answer.Unavailable<?>(String reason) -> {
                    out.writeName(UNAVAILABLE);
                    out.writeString(Scalar.wellFormed(reason));
                }
            }
            out.writeEndObject();
        }

        @Override
        public Object read(JsonParser in) {
            if (in.currentToken() != JsonToken.START_OBJECT || in.nextToken() != JsonToken.PROPERTY_NAME)
                throw new Mismatch(in, "expected \"value\" or \"unavailable\"");
            String name = in.currentName();
            in.nextToken();
            Answer<?> answer = switch (name) {
                case VALUE -> Answer.known(known.read(in));
                case UNAVAILABLE -> Answer.unavailable(Scalar.text(in));
                default -> throw new Mismatch(Mismatch.where(in), "expected \"value\" or \"unavailable\"");
            };
            if (in.nextToken() != JsonToken.END_OBJECT) throw new Mismatch(in, "expected no more than one answer");
            return answer;
        }
    }
}
