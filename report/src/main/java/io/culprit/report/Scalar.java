package io.culprit.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A single value that is not a floating-point number. */
sealed interface Scalar extends Shape {

    record Text() implements Scalar {
        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeString(wellFormed((String) value));
        }

        @Override
        public Object read(JsonParser in) {
            return text(in);
        }
    }

    /** A {@code char}, as a text of one. */
    record Letter() implements Scalar {
        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeString(wellFormed(String.valueOf((char) value)));
        }

        @Override
        public Object read(JsonParser in) {
            String text = text(in);
            if (text.length() != 1) throw new Mismatch(in, "expected one character");
            return text.charAt(0);
        }
    }

    record Flag() implements Scalar {
        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeBoolean((boolean) value);
        }

        @Override
        public Object read(JsonParser in) {
            return switch (in.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw new Mismatch(in, "expected true or false");
            };
        }
    }

    /** @param wide {@code long}, else {@code int} */
    record Whole(boolean wide) implements Scalar {
        /** No {@code long} has more digits, sign included. */
        private static final int LONGEST = 20;

        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeNumber(((Number) value).longValue());
        }

        @Override
        public Object read(JsonParser in) {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getStringLength() <= LONGEST) {
                try {
                    long n = Long.parseLong(in.getString());
                    if (wide) return n;
                    if (n == (int) n) return (int) n;
                } catch (NumberFormatException e) {
                    throw new Mismatch(Mismatch.where(in), "a number beyond 64 bits");
                }
            }
            throw new Mismatch(in, "expected a whole number of " + (wide ? 64 : 32) + " bits");
        }
    }

    /** @param words each constant under its name in JSON */
    record Choice(Map<String, Object> words) implements Scalar {
        static Choice of(Class<?> type) {
            Map<String, Object> words = new HashMap<>();
            for (Object constant : type.getEnumConstants()) words.put(word(constant), constant);
            return new Choice(Map.copyOf(words));
        }

        /** {@code DELETED_FILE} as {@code deleted-file} */
        static String word(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public void write(JsonGenerator out, Object value, boolean exact) {
            out.writeString(word(value));
        }

        @Override
        public Object read(JsonParser in) {
            return constant(in, text(in));
        }

        Object constant(JsonParser in, String word) {
            Object constant = words.get(word);
            if (constant == null)
                throw new Mismatch(
                        Mismatch.where(in),
                        "expected one of " + words.keySet().stream().sorted().toList());
            return constant;
        }
    }

    static String text(JsonParser in) {
        if (in.currentToken() != JsonToken.VALUE_STRING) throw new Shape.Mismatch(in, "expected a text");
        return in.getString();
    }

    /** Half of a surrogate pair cannot be written in UTF-8; the replacement character stands for it. */
    static String wellFormed(String text) {
        boolean well = true;
        for (int i = 0; i < text.length() && well; ) {
            int c = text.codePointAt(i);
            well = !isHalf(c);
            i += Character.charCount(c);
        }
        return well ? text : repaired(text);
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> isHalf(c) ? 0xfffd : c).forEach(out::appendCodePoint);
        return out.toString();
    }
}
