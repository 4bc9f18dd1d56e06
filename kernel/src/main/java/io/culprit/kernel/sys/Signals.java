package io.culprit.kernel.sys;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Signals of a program that runs for long: SIGHUP to read its configuration again, SIGTERM and SIGINT to end in order.
 *
 * <p>By sun.misc.Signal, because every other way is worse: a signalfd needs the signal blocked in all threads, those of the JVM
 * included, and a handler of our own would be Java code where signal-safety(7) permits nearly nothing. By its name alone, because
 * javac warns of that class and no annotation silences it.
 */
public final class Signals {
    private Signals() {}

    /**
     * From now on SIGHUP runs this, on a thread of its own, instead of ending the program. One that came before this call ended
     * it. Where the program was started with SIGHUP ignored (nohup), or the JVM does not handle signals (-Xrs), nothing changes.
     */
    public static void onHangup(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            Object ours = MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new LinkageError("SIGHUP could not be handled", e);
            }
            // The JVM leaves this signal alone, by the will of who started it.
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("SIGHUP could not be handled: this JVM has no sun.misc.Signal", e);
        }
    }

    /**
     * While the returned object is open, a program that is told to end first asks its work to end and waits for
     * {@link Work#close}. The exit status is that of the signal: 143 for SIGTERM, 130 for SIGINT.
     *
     * @param ask runs on another thread; makes the work end soon
     * @param patience after which the program ends whatever the work does
     */
    public static Work stopInOrder(Runnable ask, Duration patience) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    ask.run();
                    try {
                        boolean _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop in order");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is ending: the hook waited for this.
            }
        };
    }

    /** Work that must not be cut off. */
    @FunctionalInterface
    public interface Work extends AutoCloseable {
        /** It has ended, and all that it had to write is written. */
        @Override
        void close();
    }
}
