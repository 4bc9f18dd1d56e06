package io.culprit.diagnose.plan;

import io.culprit.diagnose.probe.trace.SyscallProbe;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Counts the suspects' system calls on a thread of its own while the window goes on. */
final class Tracing {
    /** A burst that was begun is let end; nothing takes longer than this to detach. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicReference<SyscallTrace> latest = new AtomicReference<>();
    private final FutureTask<Answer<SyscallTrace>> task;

    Tracing(Request request, List<ProcessId> targets, Duration window, Consumer<SyscallTrace> heard) {
        SyscallProbe probe = new SyscallProbe(
                new SyscallProbe.Options(request.slowdownLimit(), request.allowPtrace(), request.off()), targets);
        task = new FutureTask<>(() -> probe.run(
                window,
                soFar -> {
                    if (latest.getAndSet(soFar) == null) {
                        heard.accept(soFar);
                    }
                },
                cancelled::get));
        Thread.ofPlatform().name("system calls").daemon().start(task);
    }

    void cancel() {
        cancelled.set(true);
    }

    /** What is known after the last burst; empty before the first. */
    Optional<SyscallTrace> soFar() {
        return Optional.ofNullable(latest.get());
    }

    Answer<SyscallTrace> finish() {
        try {
            return task.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cancel();
            SyscallTrace soFar = latest.get();
            return soFar == null
                    ? Answer.unavailable("tracing did not end " + GRACE.toSeconds() + " s after the window")
                    : Answer.known(soFar);
        } catch (ExecutionException e) {
            return Answer.unavailable("tracing failed: " + e.getCause());
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            return Answer.unavailable("tracing was interrupted");
        }
    }
}
