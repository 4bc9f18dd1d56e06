package io.culprit.diagnose.probe.fd;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;

/** Why the kernel did not show a descriptor, and what would make it. */
final class Refusals {
    /** capabilities(7), linux/capability.h. */
    private static final int CAP_SYS_PTRACE = 19;

    private static final String REMEDY = remedy();

    private Refusals() {}

    static <T> Answer<T> answer(Read<T> read) {
        return switch (read) {
            case Read.Ok<T> ok -> Answer.known(ok.value());
            case Read.Refused<T> refused -> Answer.unavailable(words(refused));
        };
    }

    static String words(Read.Refused<?> refused) {
        return ((Read<?>) refused).why() + (isRight(refused.errno()) ? ", " + REMEDY : "");
    }

    /** {@code permission denied (EACCES), needs root or CAP_SYS_PTRACE}. */
    static String words(int errno) {
        return Errno.words(errno) + (isRight(errno) ? ", " + REMEDY : "");
    }

    private static boolean isRight(int errno) {
        return errno == Errno.EACCES || errno == Errno.EPERM;
    }

    private static String remedy() {
        boolean capable = KernelFile.text("/proc/self/status")
                .asOptional()
                .flatMap(s -> s.lines().filter(l -> l.startsWith("CapEff:")).findFirst())
                .map(l -> Long.parseUnsignedLong(l.substring("CapEff:".length()).strip(), 16))
                .map(mask -> (mask >>> CAP_SYS_PTRACE & 1) != 0)
                .orElse(false);
        return capable
                ? "even with CAP_SYS_PTRACE: a user namespace above ours, or a security module"
                : "needs root or CAP_SYS_PTRACE";
    }
}
