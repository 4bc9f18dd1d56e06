package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.syscalls.TaskSyscall;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks many times a second in which call each thread sleeps.
 *
 * <p>The kernel does not tell the call of a thread that is on the CPU, so a loop of calls that never sleep stays unseen: such
 * looks are counted as lost. A sleeping thread counts only when it has run since the look before; else an idle pool, for ever
 * asleep in futex, would outweigh everything that happens.
 */
final class SampledCalls implements CallCounter {
    private static final long PERIOD_NANOS = 5_000_000;
    /** Of one CPU, that looking may use while a burst lasts. */
    private static final double OWN_CPU = 0.05;
    /** In one round, 10 us each; a process with more threads is seen part by part. */
    private static final int THREADS_A_ROUND = 256;

    private static final int MAX_THREADS_KNOWN = 100_000;

    private List<ProcessId> targets = List.of();
    private Tally tally = new Tally(List.of());
    /** How often each thread had been put on a CPU when it was looked at. */
    private final Map<Long, Long> turns = new HashMap<>();

    private long onCpu;
    private int round;

    @Override
    public Method method() {
        return Method.SAMPLED;
    }

    @Override
    public Optional<String> open(List<ProcessId> targets) {
        tally = new Tally(targets);
        this.targets = targets.stream()
                .filter(t -> file(t.pid(), t.pid()).errno() == 0)
                .toList();
        if (!this.targets.isEmpty() || targets.isEmpty()) {
            return Optional.empty();
        }
        Read<byte[]> first = file(targets.getFirst().pid(), targets.getFirst().pid());
        String advice = switch (first.errno()) {
            case Errno.EPERM, Errno.EACCES -> ": needs root or CAP_SYS_PTRACE, or the same user";
            case Errno.ENOENT -> ": the process is gone, or the kernel was built without it";
            default -> "";
        };
        return Optional.of(first.why() + advice);
    }

    @Override
    public long burst(Duration length) {
        long began = System.nanoTime();
        long end = began + length.toNanos();
        try (var living = new Living()) {
            List<ProcessId> alive = living.of(targets);
            for (long now = began; now < end && !alive.isEmpty(); now = System.nanoTime()) {
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                int each = Math.max(1, THREADS_A_ROUND / alive.size());
                alive.forEach(t -> look(t.pid(), each));
                round++;
                long took = System.nanoTime() - now;
                Pause.nanos(Math.min(
                        end - System.nanoTime(), Math.max(PERIOD_NANOS - took, (long) (took * (1 / OWN_CPU - 1)))));
            }
        }
        return System.nanoTime() - began;
    }

    private void look(int pid, int most) {
        int[] tids = Processes.tids(pid);
        int count = Math.min(most, tids.length);
        int first = tids.length > most ? (int) ((long) round * most % tids.length) : 0;
        for (int i = 0; i < count; i++) {
            lookAt(pid, tids[(first + i) % tids.length]);
        }
    }

    private void lookAt(int pid, int tid) {
        if (!(file(pid, tid) instanceof Read.Ok<byte[]>(byte[] bytes))) {
            return;
        }
        switch (TaskSyscall.parse(bytes, bytes.length)) {
            case TaskSyscall.Asleep(int number, long argument) -> {
                if (ranSinceLastLook(pid, tid)) {
                    tally.add(pid, number, OptionalInt.of((int) argument), Tally.UNKNOWN_ERRNO, 1);
                }
            }
            case TaskSyscall.Running r -> onCpu++;
            case TaskSyscall.Elsewhere e -> {}
            case TaskSyscall.Malformed m -> {}
        }
    }

    private boolean ranSinceLastLook(int pid, int tid) {
        long now = turns(pid, tid);
        if (turns.size() >= MAX_THREADS_KNOWN) {
            turns.clear();
        }
        Long before = turns.put((long) pid << Integer.SIZE | tid, now);
        return before != null && before != now;
    }

    /** Third field of {@code schedstat} (Documentation/scheduler/sched-stats.rst): turns on a CPU. */
    private static long turns(int pid, int tid) {
        return KernelFile.text("/proc/" + pid + "/task/" + tid + "/schedstat")
                .asOptional()
                .map(s -> s.substring(s.lastIndexOf(' ') + 1))
                .filter(s -> s.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static Read<byte[]> file(int pid, int tid) {
        return KernelFile.bytes("/proc/" + pid + "/task/" + tid + "/syscall");
    }

    @Override
    public List<SyscallCount> counts() {
        return tally.rows();
    }

    /** Looks at threads on the CPU, whose call the kernel does not tell. */
    @Override
    public long lost() {
        return onCpu;
    }

    @Override
    public void close() {
        // Nothing is held between two looks.
    }
}
