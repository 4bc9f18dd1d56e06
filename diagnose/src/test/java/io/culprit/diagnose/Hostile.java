package io.culprit.diagnose;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Any record of the model, filled with what no kernel should say and some do. The same seed gives the same record. */
final class Hostile {
    static final List<String> STRINGS = List.of(
            "",
            "CLOSE_WAIT",
            "ESTABLISHED",
            "EAGAIN",
            "EMFILE",
            "ENOENT",
            "recvfrom",
            "futex",
            "epoll_wait",
            "UDP",
            "NET_RX",
            "\033[31mred\033[0m",
            "a\nPid:\t1\nb",
            "x) R 1 1 (",
            "\ufffd\ufffd(",
            "\u202Edlrow",
            "$(reboot)`id`'\"&;",
            "../../../x",
            "%s%n%1$s",
            "\0",
            "n".repeat(5000));

    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        0.5,
        0.99,
        -1,
        1e-300,
        1e300,
        20_000,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long[] LONGS = {
        0, 1, -1, 7, 100, 1024, 500_000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2, Long.MIN_VALUE
    };
    private static final int[] INTS = {0, 1, 2, -1, 11, 300, 5000, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** So few, that several records speak of the same process, and pids are used again. */
    private static final ProcessId[] PROCESSES = {
        new ProcessId("b", 1, 0),
        new ProcessId("b", 10, 5),
        new ProcessId("b", 10, 6),
        new ProcessId("b", 11, Long.MAX_VALUE),
        new ProcessId("", -1, -1)
    };

    private static final int MAX_LIST = 6;
    private static final int UNAVAILABLE_IN = 6;

    private final Random random;

    Hostile(long seed) {
        random = new Random(seed);
    }

    <T> T of(Class<T> type) {
        return type.cast(value(type));
    }

    private Object value(Type type) {
        return switch (type) {
            case ParameterizedType p -> generic(p);
            case Class<?> c -> plain(c);
            default -> throw new AssertionError("no hostile value for " + type);
        };
    }

    private Object generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == Answer.class)
            return random.nextInt(UNAVAILABLE_IN) == 0 ? Answer.unavailable(pick(STRINGS)) : Answer.known(value(of[0]));
        if (raw == Optional.class) return random.nextBoolean() ? Optional.empty() : Optional.of(value(of[0]));
        if (raw == List.class) {
            List<Object> list = new ArrayList<>();
            for (int n = random.nextInt(MAX_LIST); n > 0; n--) list.add(value(of[0]));
            return list;
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int n = random.nextInt(MAX_LIST); n > 0; n--) map.put(value(of[0]), value(of[1]));
            return map;
        }
        throw new AssertionError("no hostile value for " + type);
    }

    private Object plain(Class<?> type) {
        if (type == ProcessId.class) return PROCESSES[random.nextInt(PROCESSES.length)];
        if (type == String.class) return pick(STRINGS);
        if (type == double.class || type == Double.class) return DOUBLES[random.nextInt(DOUBLES.length)];
        if (type == long.class || type == Long.class) return LONGS[random.nextInt(LONGS.length)];
        if (type == int.class || type == Integer.class) return INTS[random.nextInt(INTS.length)];
        if (type == boolean.class) return random.nextBoolean();
        if (type == char.class) return "RSDZ\0".charAt(random.nextInt(5));
        if (type.isEnum()) return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        if (type.isRecord()) return record(type);
        throw new AssertionError("no hostile value for " + type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = new Class<?>[parts.length];
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = value(parts[i].getGenericType());
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record of the model refused its values: " + type, e);
        }
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
