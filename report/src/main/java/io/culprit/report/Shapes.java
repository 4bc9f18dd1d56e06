package io.culprit.report;

import io.culprit.model.Answer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the shape of a type from its declaration, once for each type. */
final class Shapes {
    private final Map<Type, Shape> known = new HashMap<>();

    static RecordShape of(Class<? extends Record> type) {
        return new Shapes().record(type);
    }

    private Shape shape(Type type) {
        Shape made = known.get(type);
        if (made == null) {
            made = make(type);
            known.put(type, made);
        }
        return made;
    }

    private Shape make(Type type) {
        return switch (type) {
            case Class<?> c when c.isRecord() -> record(c);
            case Class<?> c -> scalar(c);
            case ParameterizedType p -> container(p);
            default -> throw new IllegalArgumentException("no shape for " + type);
        };
    }

    private static Shape scalar(Class<?> c) {
        if (c == String.class) return new Scalar.Text();
        if (c == int.class || c == Integer.class) return new Scalar.Whole(false);
        if (c == long.class || c == Long.class) return new Scalar.Whole(true);
        if (c == double.class || c == Double.class) return new Shape.Real();
        if (c == boolean.class || c == Boolean.class) return new Scalar.Flag();
        if (c == char.class || c == Character.class) return new Scalar.Letter();
        if (c.isEnum()) return Scalar.Choice.of(c);
        throw new IllegalArgumentException("no shape for " + c);
    }

    private Shape container(ParameterizedType p) {
        Type[] arguments = p.getActualTypeArguments();
        Type raw = p.getRawType();
        if (raw == List.class) return new Container.Many(shape(arguments[0]));
        if (raw == Optional.class) return new Container.Maybe(shape(arguments[0]));
        if (raw == Answer.class) return new Container.Answered(shape(arguments[0]));
        if (raw == Map.class && shape(arguments[0]) instanceof Scalar key)
            return new Container.Table(key, shape(arguments[1]));
        throw new IllegalArgumentException("no shape for " + p);
    }

    private RecordShape record(Class<?> c) {
        RecordComponent[] components = c.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = c.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(c, Stream.of(components).map(this::field).toList(), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + c, e);
        }
    }

    private RecordShape.Field field(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new RecordShape.Field(component.getName(), accessor, shape(component.getGenericType()));
    }
}
