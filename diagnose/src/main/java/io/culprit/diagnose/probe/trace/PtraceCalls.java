package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.ptrace.PtraceCounting;
import io.culprit.kernel.ptrace.PtraceCounting.Outcome;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Stops the targets at each call: exact, and so dear that calls are not timed, for the time would be ours. */
final class PtraceCalls implements CallCounter {
    private List<ProcessId> targets = List.of();
    private Tally tally = new Tally(List.of());

    @Override
    public Method method() {
        return Method.PTRACE;
    }

    @Override
    public Optional<String> open(List<ProcessId> targets) {
        this.targets = targets;
        tally = new Tally(targets);
        return PtraceCounting.run(pids(), Duration.ZERO, (pid, number, argument, errno) -> {})
                .refused();
    }

    @Override
    public long burst(Duration length) {
        Outcome outcome = PtraceCounting.run(
                pids(),
                length,
                (pid, number, argument, errno) -> tally.add(pid, number, OptionalInt.of((int) argument), errno, 1));
        return outcome.attachedNanos();
    }

    private int[] pids() {
        try (var living = new Living()) {
            return living.of(targets).stream().mapToInt(ProcessId::pid).toArray();
        }
    }

    @Override
    public List<SyscallCount> counts() {
        return tally.rows();
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public void close() {
        // Each burst lets everything go at its end.
    }
}
