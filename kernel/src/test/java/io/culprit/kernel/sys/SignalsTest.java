package io.culprit.kernel.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A child JVM, because signals are of the whole process. */
class SignalsTest {
    private static final int SIGNAL_BASE = 128;

    /** Says what happens to it, a line each. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch stop = new CountDownLatch(1);
            Signals.onHangup(() -> System.out.println("hangup"));
            try (Signals.Work _ = Signals.stopInOrder(stop::countDown, Duration.ofMillis(Long.parseLong(args[0])))) {
                System.out.println("ready");
                stop.await();
                System.out.println("asked to stop");
                if (args[1].equals("hangs")) {
                    Thread.sleep(Duration.ofMinutes(10));
                }
                System.out.println("flushed");
            }
            // As the command line does: an exit during the exit must not hold it up.
            System.exit(0);
        }
    }

    @Test
    void hangupRunsTheActionEachTimeAndTerminationWaitsUntilAllIsWritten() throws Exception {
        Process child = child("60000", "ends");
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            kill(child, "HUP");
            assertThat(out.readLine()).isEqualTo("hangup");
            kill(child, "HUP");
            assertThat(out.readLine()).isEqualTo("hangup");
            kill(child, "TERM");
            assertThat(out.readAllLines()).containsExactly("asked to stop", "flushed");
            assertThat(status(child)).isEqualTo(SIGNAL_BASE + 15);
        }
    }

    @Test
    void anInterruptFromTheKeyboardEndsInOrderToo() throws Exception {
        Process child = child("60000", "ends");
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            kill(child, "INT");
            assertThat(out.readAllLines()).containsExactly("asked to stop", "flushed");
            assertThat(status(child)).isEqualTo(SIGNAL_BASE + 2);
        }
    }

    @Test
    void workThatNeverEndsDoesNotKeepTheProgramAlive() throws Exception {
        Process child = child("100", "hangs");
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            kill(child, "TERM");
            assertThat(out.readAllLines()).containsExactly("asked to stop");
            assertThat(status(child)).isEqualTo(SIGNAL_BASE + 15);
        }
    }

    /** Whatever it says on stderr comes with the lines, where a warning of the JVM would be seen. */
    private static Process child(String patience, String how) throws IOException {
        // Whoever started us with nohup has this signal ignored, and a JVM leaves it so.
        return new ProcessBuilder(List.of(
                        "env",
                        "--default-signal=HUP",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        patience,
                        how))
                .redirectErrorStream(true)
                .start();
    }

    private static void kill(Process child, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static int status(Process child) throws InterruptedException {
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return child.exitValue();
    }
}
