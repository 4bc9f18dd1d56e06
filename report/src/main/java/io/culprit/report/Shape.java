package io.culprit.report;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How one type of the model looks in JSON. Strict in both directions: reading accepts exactly what writing makes.
 *
 * <p>Records are objects with all of their components, in their order; an absent optional is {@code null}; an answer is
 * {@code {"value": …}} or {@code {"unavailable": "reason"}}; enums are lower-case words joined by {@code -}.
 */
sealed interface Shape permits Scalar, Shape.Real, Container, RecordShape {

    /** @param exact whether to keep numbers that are not finite; JSON has none, so they are strings or, inexact, null */
    void write(JsonGenerator out, Object value, boolean exact);

    /** Reads the value whose first token is the current one, and stops at its last token. */
    Object read(JsonParser in);

    /** The text is well-formed JSON but not what the type needs, or is no JSON. */
    final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;
        /** Longer paths and names were not written by us. */
        private static final int SHOWN = 160;

        Mismatch(JsonParser in, String expected) {
            super("at " + where(in) + ": " + expected + ", found " + found(in));
        }

        Mismatch(String where, String problem) {
            super("at " + where + ": " + problem);
        }

        static String where(JsonParser in) {
            String path = in.streamReadContext().pathAsPointer().toString();
            return path.isEmpty() ? "the beginning" : SafeText.of(path, SHOWN);
        }

        private static String found(JsonParser in) {
            JsonToken token = in.currentToken();
            if (token == null) return "the end";
            return switch (token) {
                case START_OBJECT, END_OBJECT -> "an object";
                case START_ARRAY, END_ARRAY -> "an array";
                case PROPERTY_NAME -> "a field";
                case VALUE_STRING -> "a text";
                case VALUE_NUMBER_INT -> "a whole number";
                case VALUE_NUMBER_FLOAT -> "a fraction";
                case VALUE_TRUE, VALUE_FALSE -> "true or false";
                case VALUE_NULL -> "null";
                case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "nothing";
            };
        }
    }

    /** A {@code double}. */
    record Real() implements Shape {
        static final String NAN = "NaN";
        static final String INFINITY = "Infinity";

        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            double d = (double) value;
            if (Double.isFinite(d)) out.writeNumber(d);
            else if (exact) out.writeString(Double.toString(d));
            else out.writeNull();
        }

        @Override
        public Object read(JsonParser in) {
            return switch (in.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    double d = in.getDoubleValue();
                    if (!Double.isFinite(d)) throw new Mismatch(in, "expected a number that a double can hold");
                    yield d;
                }
                case VALUE_STRING ->
                    switch (in.getString()) {
                        case NAN -> Double.NaN;
                        case INFINITY -> Double.POSITIVE_INFINITY;
                        case "-" + INFINITY -> Double.NEGATIVE_INFINITY;
                        default -> throw new Mismatch(in, "expected a number");
                    };
                default -> throw new Mismatch(in, "expected a number");
            };
        }
    }
}
