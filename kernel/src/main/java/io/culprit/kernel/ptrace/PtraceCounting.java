package io.culprit.kernel.ptrace;

import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops every thread of the given processes at the beginning and end of each call for a while, and lets them go.
 *
 * <p>A thread that sleeps in epoll_wait(2) or inotify's read(2) when we come sees EINTR once, as with any tracer (ptrace(2),
 * BUGS).
 */
public final class PtraceCounting {
    /** Threads that do not stop within this are asleep in the kernel beyond reach; the end of our thread frees them. */
    private static final long LETTING_GO_NANOS = 500_000_000;
    /** A busy target stops again within microseconds, so it is worth to look a few times before sleeping. */
    private static final int LOOKS_BEFORE_SLEEP = 50;

    private static final long SLEEP_NANOS = 50_000;
    /** Each thread costs two requests to begin with. */
    private static final int MAX_THREADS = 4096;

    private static final int SIGSTOP = 19;
    private static final int SIGTSTP = 20;
    private static final int SIGTTIN = 21;
    private static final int SIGTTOU = 22;

    /** Receives each finished call, on the tracing thread. */
    @FunctionalInterface
    public interface Sink {
        void call(int pid, int number, long firstArgument, int errno);
    }

    /**
     * @param attachedNanos from the first thread seized to the last one let go
     * @param threads how many were traced
     * @param refused why none could be, in words
     */
    public record Outcome(long attachedNanos, int threads, Optional<String> refused) {}

    private static final class Tracee {
        private final int pid;
        private int number = -1;
        private long firstArgument;

        private Tracee(int pid) {
            this.pid = pid;
        }
    }

    private final Ptrace ptrace;
    private final Sink sink;
    private final Map<Integer, Tracee> tracees = new HashMap<>();
    private String refused = "no thread is left";

    private PtraceCounting(Ptrace ptrace, Sink sink) {
        this.ptrace = ptrace;
        this.sink = sink;
    }

    /** Blocks for the given time and a little more; an interrupt ends it early, with all threads let go. */
    public static Outcome run(int[] pids, Duration length, Sink sink) {
        var outcome = new AtomicReference<>(new Outcome(0, 0, Optional.of("the tracing thread died")));
        // The kernel knows a tracer by its thread; a virtual one would change it.
        Thread tracer = Thread.ofPlatform().daemon().name("ptrace").start(() -> {
            try (var ptrace = new Ptrace()) {
                outcome.set(new PtraceCounting(ptrace, sink).trace(pids, length.toNanos()));
            }
        });
        try {
            tracer.join();
        } catch (InterruptedException e) {
            tracer.interrupt();
            joinDespiteInterrupts(tracer);
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }

    private static void joinDespiteInterrupts(Thread tracer) {
        while (true) {
            try {
                tracer.join();
                return;
            } catch (InterruptedException again) {
                tracer.interrupt();
            }
        }
    }

    private Outcome trace(int[] pids, long nanos) {
        long began = System.nanoTime();
        for (int pid : pids) {
            for (int tid : Processes.tids(pid)) {
                if (tracees.size() < MAX_THREADS) {
                    seize(pid, tid);
                }
            }
        }
        int threads = tracees.size();
        if (threads == 0) {
            return new Outcome(0, 0, Optional.of(refused));
        }
        tracees.keySet().forEach(ptrace::interrupt);
        watch(began + nanos, false);
        tracees.keySet().forEach(ptrace::interrupt);
        watch(System.nanoTime() + LETTING_GO_NANOS, true);
        return new Outcome(System.nanoTime() - began, threads, Optional.empty());
    }

    private void seize(int pid, int tid) {
        long result = ptrace.seize(tid);
        if (result == 0) {
            tracees.put(tid, new Tracee(pid));
        } else if (result != -Errno.ESRCH) {
            refused = Ptrace.words(result);
        }
    }

    private void watch(long deadline, boolean lettingGo) {
        int idle = 0;
        while (System.nanoTime() < deadline && !tracees.isEmpty()) {
            if (!lettingGo && Thread.interrupted()) {
                return;
            }
            int tid = ptrace.poll();
            if (tid > 0) {
                idle = 0;
                changed(tid, lettingGo);
            } else if (tid == -Errno.ECHILD) {
                tracees.clear();
            } else if (++idle > LOOKS_BEFORE_SLEEP) {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
    }

    private void changed(int tid, boolean lettingGo) {
        if (!ptrace.stopped()) {
            tracees.remove(tid);
            return;
        }
        int signal = ptrace.stopSignal();
        int event = ptrace.event();
        boolean inCall = signal == Ptrace.SYSCALL_STOP;
        // A stop of our making carries no signal for the target; any other signal is its own and must reach it.
        int theirs = inCall || event != 0 ? 0 : signal;
        Tracee tracee = tracees.computeIfAbsent(tid, t -> new Tracee(owner(t)));
        if (inCall) {
            inCall(tid, tracee);
        }
        if (lettingGo) {
            if (ptrace.detach(tid, theirs)) {
                tracees.remove(tid);
            }
        } else if (event == Ptrace.EVENT_STOP && stops(signal)) {
            ptrace.listen(tid);
        } else {
            ptrace.resume(tid, theirs);
        }
    }

    private void inCall(int tid, Tracee tracee) {
        if (!ptrace.readCall(tid)) {
            return;
        }
        if (ptrace.entry()) {
            tracee.number = ptrace.callNumber();
            tracee.firstArgument = ptrace.firstArgument();
        } else if (ptrace.exit() && tracee.number >= 0) {
            sink.call(tracee.pid, tracee.number, tracee.firstArgument, ptrace.errno());
            tracee.number = -1;
        }
    }

    /** A thread that was born while we watched. */
    private static int owner(int tid) {
        return KernelFile.text("/proc/" + tid + "/status")
                .asOptional()
                .flatMap(s -> s.lines().filter(l -> l.startsWith("Tgid:")).findFirst())
                .map(l -> l.substring(5).strip())
                .filter(s -> s.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static boolean stops(int signal) {
        return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
    }
}
