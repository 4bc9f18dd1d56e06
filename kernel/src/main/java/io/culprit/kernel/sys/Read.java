package io.culprit.kernel.sys;

import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of asking the kernel: a value, or who refused it. A process that vanished or a right that lacks is expected,
 * so it is a value and not an exception.
 */
public sealed interface Read<T> {

    record Ok<T>(T value) implements Read<T> {
        @Override
        public Optional<T> asOptional() {
            return Optional.of(value);
        }

        @Override
        public <R> Read<R> map(Function<? super T, ? extends R> f) {
            return new Ok<>(f.apply(value));
        }

        @Override
        public <R> Read<R> flatMap(Function<? super T, Read<R>> f) {
            return f.apply(value);
        }

        @Override
        public int errno() {
            return 0;
        }

        @Override
        public String why() {
            return "";
        }
    }

    /**
     * @param what was being done, such as {@code read /proc/12/io}
     * @param errno of errno(3), or 0 when the bytes came and made no sense
     * @param detail more in words; may be empty
     */
    record Refused<T>(String what, int errno, String detail) implements Read<T> {

        /** The same refusal where a value of another type was wanted. */
        <R> Refused<R> cast() {
            return new Refused<>(what, errno, detail);
        }

        @Override
        public Optional<T> asOptional() {
            return Optional.empty();
        }

        @Override
        public <R> Read<R> map(Function<? super T, ? extends R> f) {
            return cast();
        }

        @Override
        public <R> Read<R> flatMap(Function<? super T, Read<R>> f) {
            return cast();
        }

        @Override
        public String why() {
            return what + ": " + words();
        }

        String words() {
            if (errno == 0) {
                return detail;
            }
            return detail.isEmpty() ? Errno.words(errno) : Errno.words(errno) + " (" + detail + ")";
        }
    }

    static <T> Read<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Read<T> refused(String what, int errno) {
        return new Refused<>(what, errno, "");
    }

    static <T> Read<T> malformed(String what, String detail) {
        return new Refused<>(what, 0, detail);
    }

    Optional<T> asOptional();

    <R> Read<R> map(Function<? super T, ? extends R> f);

    <R> Read<R> flatMap(Function<? super T, Read<R>> f);

    /** Errno of a refusal, 0 for a value. */
    int errno();

    /** Why there is no value, in words for a person; empty when there is one. */
    String why();
}
