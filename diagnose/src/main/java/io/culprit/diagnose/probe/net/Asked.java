package io.culprit.diagnose.probe.net;

import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;

/** From what the kernel said to what the model says. */
final class Asked {
    private Asked() {}

    static <T> Answer<T> answer(Read<T> read) {
        return switch (read) {
            case Read.Ok<T> ok -> Answer.known(ok.value());
            case Read.Refused<T> refused -> Answer.unavailable(refused.why());
        };
    }

    /** The first number of a file of {@code /proc/sys}. */
    static Read<Long> one(Read<long[]> read, String name) {
        return read.flatMap(n -> n.length > 0 ? Read.ok(n[0]) : Read.malformed("read " + name, name + " is empty"));
    }
}
