package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Diagnosis;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Any record of the model, filled at random with what a hostile process or a broken kernel could put there. */
final class Hostile {
    private static final String[] TEXTS = {
        "",
        " ",
        "nginx",
        "a\nb\r\tc",
        "\u001b[2J\u001b]0;owned\u0007",
        "\u009b31mred",
        "\u007f\b\b\b",
        "user\u202etxt.exe\u2066",
        "zero\u200bwidth\ufeff",
        "line\u2028paragraph\u2029",
        "half \ud800 pair \udc00",
        "\ud83d\ude00 \u4f60\u597d e\u0301\u0301\u0301\u0301\u0301",
        "\\x1b \\u202e \\",
        "\"quoted\" {\"a\":1}",
        "\u0000\u0001\u001f",
        "\udb40\udc41\ue000\uf8ff",
        "(kworker/0:1-events) ) R 1 2 3"
    };
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        0.5,
        11.03,
        -1,
        1e-300,
        1e300,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long[] COUNTS = {0, 1, -1, 12, 4096, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final int LONG_TEXT = 600;

    private final Random random;
    private final boolean wellFormed;

    Hostile(long seed) {
        this(seed, false);
    }

    /** @param wellFormed without halves of surrogate pairs, which no file can keep */
    Hostile(long seed, boolean wellFormed) {
        this.random = new Random(seed);
        this.wellFormed = wellFormed;
    }

    Diagnosis diagnosis() {
        return make(Diagnosis.class);
    }

    <T extends Record> T make(Class<T> type) {
        return type.cast(value(type));
    }

    private Object value(Type type) {
        if (type == String.class) return text();
        if (type == int.class || type == Integer.class) return (int) COUNTS[random.nextInt(COUNTS.length)];
        if (type == long.class || type == Long.class) return COUNTS[random.nextInt(COUNTS.length)];
        if (type == double.class || type == Double.class) return NUMBERS[random.nextInt(NUMBERS.length)];
        if (type == boolean.class) return random.nextBoolean();
        if (type == char.class) return "RSDZ\u001b\u202e".charAt(random.nextInt(6));
        if (type instanceof Class<?> c && c.isEnum())
            return c.getEnumConstants()[random.nextInt(c.getEnumConstants().length)];
        if (type instanceof Class<?> c) return record(c);
        return container((ParameterizedType) type);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) text.append(TEXTS[random.nextInt(TEXTS.length)]);
        if (random.nextInt(50) == 0) text.repeat(text.toString(), LONG_TEXT / (text.length() + 1));
        return wellFormed ? Scalar.wellFormed(text.toString()) : text.toString();
    }

    private Object container(ParameterizedType type) {
        Type of = type.getActualTypeArguments()[0];
        Type raw = type.getRawType();
        if (raw == Optional.class) return random.nextBoolean() ? Optional.of(value(of)) : Optional.empty();
        if (raw == Answer.class) return random.nextInt(4) > 0 ? Answer.known(value(of)) : Answer.unavailable(text());
        List<Object> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) all.add(value(of));
        if (raw == List.class) return List.copyOf(all);
        Map<Object, Object> map = new HashMap<>();
        all.forEach(k -> map.put(k, value(type.getActualTypeArguments()[1])));
        return Map.copyOf(map);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }
}
