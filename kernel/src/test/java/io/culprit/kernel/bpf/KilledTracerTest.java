package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KilledTracerTest {
    private static final int PROG_GET_FD_BY_ID = 13;

    @Test
    void nothingStaysInTheKernelWhenTheTracerIsKilled() throws IOException, InterruptedException {
        assumeTrue(
                SyscallCounters.open(new int[] {1}).errno() != Errno.EPERM, "needs root, or CAP_BPF and CAP_PERFMON");
        Process tracer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTracer.class.getName(),
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(tracer.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).startsWith("attached");
            List<Integer> programs = programsOf(tracer.pid());
            assertThat(programs).hasSize(3).allMatch(KilledTracerTest::exists);

            tracer.destroyForcibly();
            assertThat(tracer.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // The kernel gives programs back after all CPUs have passed through a quiet state.
            for (int i = 0; i < 100 && programs.stream().anyMatch(KilledTracerTest::exists); i++) {
                Thread.sleep(100);
            }
            assertThat(programs).noneMatch(KilledTracerTest::exists);
        } finally {
            tracer.destroyForcibly();
        }
    }

    /** Ids of the programs behind a process's descriptors, from {@code prog_id} in fdinfo. */
    private static List<Integer> programsOf(long pid) throws IOException {
        List<Integer> ids = new ArrayList<>();
        String[] names = new File("/proc/" + pid + "/fdinfo").list();
        for (String fd : names == null ? new String[0] : names) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/fdinfo/" + fd))) {
                if (line.startsWith("prog_id:")) {
                    ids.add(Integer.parseInt(line.substring(8).strip()));
                }
            }
        }
        return ids.stream().distinct().toList();
    }

    private static boolean exists(int program) {
        try (Arena arena = Arena.ofConfined()) {
            var attr = arena.allocate(128, 8);
            attr.set(ValueLayout.JAVA_INT, 0, program);
            long fd = Sys.call(Arch.current().bpf(), PROG_GET_FD_BY_ID, attr.address(), 128);
            if (fd >= 0) {
                Sys.close((int) fd);
            }
            return fd != -Errno.ENOENT;
        }
    }
}
