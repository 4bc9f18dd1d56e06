package io.culprit.diagnose.probe.host;

import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;

/** From what the kernel said to what the model says. */
final class Kernel {
    private Kernel() {}

    static <T> Answer<T> answer(Read<T> read) {
        return switch (read) {
            case Read.Ok<T> ok -> Answer.known(ok.value());
            case Read.Refused<T> refused -> Answer.unavailable(refused.why());
        };
    }
}
