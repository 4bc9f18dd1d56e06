package io.culprit.diagnose.probe.host;

import io.culprit.kernel.kmsg.KernelMessages;
import io.culprit.kernel.kmsg.KernelMessages.Outcome;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.KernelLog;
import java.time.Duration;

/** Step 12: the kernel's messages of the recent past, from {@code /dev/kmsg}, else syslog(2). */
public final class KernelLogProbe {
    /** Long enough to hold what led to a spike that somebody was called for, short enough to leave out last night's. */
    public static final Duration LOOK_BACK = Duration.ofHours(1);
    /** Ages are counted in microseconds; a longer look-back than ten years is the whole buffer. */
    private static final Duration MAX_LOOK_BACK = Duration.ofDays(3650);

    public Answer<KernelLog> read() {
        return read(LOOK_BACK);
    }

    public Answer<KernelLog> read(Duration lookBack) {
        Duration bounded = lookBack.compareTo(MAX_LOOK_BACK) > 0 ? MAX_LOOK_BACK : lookBack;
        LogSieve sieve = new LogSieve(KernelMessages.nowMicros(), bounded.toNanos() / 1000);
        Read<Outcome> outcome = KernelMessages.read(sieve::take);
        return Kernel.answer(outcome).map(o -> sieve.result(bounded.toSeconds(), o.overwritten() || o.cut()));
    }
}
