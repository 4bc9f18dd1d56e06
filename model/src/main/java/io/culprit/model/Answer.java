package io.culprit.model;

import java.util.Optional;
import java.util.function.Function;

/** What was read, or the reason in plain words why it could not be read. */
public sealed interface Answer<T> {

    record Known<T>(T value) implements Answer<T> {}

    /** @param reason what was tried, what refused it, and what to do about it; one line */
    record Unavailable<T>(String reason) implements Answer<T> {}

    static <T> Answer<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Answer<T> unavailable(String reason) {
        return new Unavailable<>(reason);
    }

    default boolean isKnown() {
        return this instanceof Known<T>;
    }

    default Optional<T> asOptional() {
        return switch (this) {
            case Known<T>(T value) -> Optional.of(value);
            case Unavailable<T> u -> Optional.empty();
        };
    }

    default Optional<String> whyNot() {
        return switch (this) {
            case Known<T> k -> Optional.empty();
            case Unavailable<T>(String reason) -> Optional.of(reason);
        };
    }

    default T orElse(T other) {
        return switch (this) {
            case Known<T>(T value) -> value;
            case Unavailable<T> u -> other;
        };
    }

    default <R> Answer<R> map(Function<? super T, ? extends R> f) {
        return switch (this) {
            case Known<T>(T value) -> new Known<>(f.apply(value));
            case Unavailable<T>(String reason) -> new Unavailable<>(reason);
        };
    }

    default <R> Answer<R> flatMap(Function<? super T, Answer<R>> f) {
        return switch (this) {
            case Known<T>(T value) -> f.apply(value);
            case Unavailable<T>(String reason) -> new Unavailable<>(reason);
        };
    }
}
