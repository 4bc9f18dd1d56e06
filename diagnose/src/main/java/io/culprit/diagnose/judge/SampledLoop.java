package io.culprit.diagnose.judge;

import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.Comparator;
import java.util.Optional;

/** Where calls were only sampled, errors are unknown: a read that cannot have succeeded is all there is to go by. */
record SampledLoop(Trace trace, SyscallCount row, int fd, Descriptor descriptor, long count) {
    /** Half a core gone is what a loop gets even when it has to share the core with another one. */
    private static final double MIN_CPUS = 0.5;
    /** A sampled trace says nothing of errors; it needs a much clearer picture. */
    private static final double SHARE = 0.9;

    private static final int MIN_SAMPLES = 50;

    static Optional<SampledLoop> of(Evidence evidence, Trace trace) {
        if (!(trace.program().cpus() >= MIN_CPUS)) return Optional.empty();
        return trace.rows().stream()
                .filter(r -> r.fd().isPresent())
                .max(Comparator.comparingLong(SyscallCount::count))
                .filter(SampledLoop::reads)
                .flatMap(row -> Trace.descriptor(
                                evidence, row.process(), row.fd().orElseThrow())
                        .filter(SampledLoop::hasNothingToRead)
                        .map(d -> new SampledLoop(
                                trace,
                                row,
                                d.fd(),
                                d,
                                trace.sum(r -> r.name().equals(row.name()) && r.fd().equals(row.fd())))))
                .filter(l -> l.count() >= MIN_SAMPLES && trace.share(l.count()) >= SHARE);
    }

    private static boolean reads(SyscallCount row) {
        return row.name().startsWith("recv")
                || row.name().startsWith("read")
                || row.name().startsWith("accept");
    }

    private static boolean hasNothingToRead(Descriptor d) {
        return d.nonBlocking()
                && d.socket().map(SocketInfo::receiveQueue).filter(q -> q == 0).isPresent();
    }
}
