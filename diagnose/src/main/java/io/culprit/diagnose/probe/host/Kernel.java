package io.culprit.diagnose.probe.host;

import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;

/** From what the kernel said to what the model says. */
final class Kernel {
    private Kernel() {}

    static <T> Answer<T> answer(Read<T> read) {
        return read instanceof Read.Ok<T>(T value) ? Answer.known(value) : Answer.unavailable(read.why());
    }
}
