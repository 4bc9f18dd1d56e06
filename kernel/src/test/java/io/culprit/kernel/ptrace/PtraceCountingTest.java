package io.culprit.kernel.ptrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.ptrace.PtraceCounting.Outcome;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.syscalls.SyscallTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The target is nobody's child: the JVM would take the stops of a child of its own for the child's end. */
class PtraceCountingTest {
    @Test
    void countsTheCallsOfAnotherProcessAndLetsItGoOn() throws IOException, InterruptedException {
        ProcessHandle dd = start();
        try {
            Map<String, Integer> seen = new HashMap<>();
            Outcome outcome = trace(
                    dd,
                    Duration.ofMillis(200),
                    (pid, number, argument, errno) -> seen.merge(
                            SyscallTable.current().name(number) + "(" + argument + ")=" + errno, 1, Integer::sum));
            assertThat(outcome.refused()).isEmpty();
            assertThat(outcome.threads()).isEqualTo(1);
            assertThat(seen).containsKeys("read(0)=0", "write(1)=0");
            assertThat(Math.abs(seen.getOrDefault("read(0)=0", 0) - seen.getOrDefault("write(1)=0", 0)))
                    .isLessThanOrEqualTo(1);
            assertRunsUntraced(dd);
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void aSignalThatComesMeanwhileReachesTheTarget() throws IOException, InterruptedException {
        ProcessHandle dd = start();
        try {
            Thread killer = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(100);
                    dd.destroy();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            trace(dd, Duration.ofSeconds(1), (pid, number, argument, errno) -> {});
            killer.join();
            for (int i = 0; i < 100 && dd.isAlive(); i++) {
                Thread.sleep(100);
            }
            assertThat(dd.isAlive()).isFalse();
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void anInterruptEndsItEarlyAndLetsTheTargetGo() throws IOException, InterruptedException {
        ProcessHandle dd = start();
        try {
            Thread tracing = Thread.ofPlatform()
                    .start(() -> trace(dd, Duration.ofSeconds(60), (pid, number, argument, errno) -> {}));
            Thread.sleep(200);
            tracing.interrupt();
            tracing.join(20_000);
            assertThat(tracing.isAlive()).isFalse();
            assertRunsUntraced(dd);
        } finally {
            dd.destroyForcibly();
        }
    }

    @Test
    void aProcessThatIsGoneIsToldInWords() {
        assertThat(PtraceCounting.run(new int[] {4_194_304}, Duration.ofMillis(10), (p, n, a, e) -> {})
                        .refused())
                .hasValue("no thread is left");
    }

    private static void assertRunsUntraced(ProcessHandle process) {
        String status = KernelFile.text("/proc/" + process.pid() + "/status")
                .asOptional()
                .orElseThrow();
        assertThat(status).contains("TracerPid:\t0").doesNotContain("State:\tt").doesNotContain("State:\tT");
        assertThat(process.isAlive()).isTrue();
    }

    private static Outcome trace(ProcessHandle process, Duration length, PtraceCounting.Sink sink) {
        return PtraceCounting.run(new int[] {(int) process.pid()}, length, sink);
    }

    private static ProcessHandle start() throws IOException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "timeout 60 dd if=/dev/zero of=/dev/null bs=1 >/dev/null 2>&1 & echo $!")
                .start();
        try (var out = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
            long timeout = Long.parseLong(Objects.requireNonNull(out.readLine()));
            while (true) {
                var dd = ProcessHandle.of(timeout).orElseThrow().children().findFirst();
                if (dd.isPresent() && dd.get().info().command().orElse("").endsWith("dd")) {
                    return dd.get();
                }
                Thread.onSpinWait();
            }
        }
    }
}
