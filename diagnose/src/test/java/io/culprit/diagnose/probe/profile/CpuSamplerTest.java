package io.culprit.diagnose.probe.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.Processes;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On real processes; where the machine refuses to sample at all, the refusal must say what would help. */
class CpuSamplerTest {
    private static final int HZ = 499;
    private static final int ENOUGH = 40;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static ProcessId id(long pid) {
        try (Processes processes = new Processes()) {
            return new ProcessId(
                    "boot",
                    (int) pid,
                    processes.stat((int) pid).asOptional().orElseThrow().startTicks());
        }
    }

    /** Samples until the processes have had about so much CPU, however loaded the machine is. */
    private static Answer<CpuProfile> sample(ProcessId... targets) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (CpuSampler sampler = CpuSampler.start(List.of(targets), HZ)) {
            long wanted = ticks(targets) + 100L * ENOUGH / HZ + 20;
            while (ticks(targets) < wanted && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            return sampler.finish();
        }
    }

    private static long ticks(ProcessId... targets) {
        long ticks = 0;
        try (Processes processes = new Processes()) {
            for (ProcessId t : targets) {
                ticks += processes.stat(t.pid()).asOptional().orElseThrow().ticks();
            }
        }
        return ticks;
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void check(Answer<CpuProfile> answer, java.util.function.Consumer<CpuProfile> checks) {
        switch (answer) {
            case Answer.Known<CpuProfile>(CpuProfile profile) -> checks.accept(profile);
            case Answer.Unavailable<CpuProfile>(String reason) ->
                assertThat(reason).contains("perf_event_open").contains("CAP_PERFMON");
        }
    }

    @Test
    void aLoopInAStrippedProgramIsFoundInItsFileByFunction() throws Exception {
        Process loop = start("/bin/sh", "-c", "while :; do :; done");
        try {
            ProcessId id = id(loop.pid());
            check(sample(id), profile -> {
                assertThat(profile.samples()).isGreaterThanOrEqualTo(ENOUGH);
                assertThat(profile.spots()).allMatch(s -> s.process().equals(id));
                assertThat(profile.spots().stream().mapToInt(HotSpot::samples).sum())
                        .isEqualTo(profile.samples());
                HotSpot hottest = profile.spots().getFirst();
                assertThat(hottest.kernel()).isFalse();
                assertThat(hottest.module()).matches("(da|ba)?sh|busybox|libc.*");
                // Functions, not instructions: far fewer places than addresses.
                assertThat(profile.spots().stream()
                                .filter(s -> !s.kernel())
                                .mapToInt(HotSpot::distinctAddresses)
                                .sum())
                        .isGreaterThan((int) profile.spots().stream()
                                .filter(s -> !s.kernel())
                                .count());
            });
        } finally {
            loop.destroyForcibly().waitFor();
        }
    }

    @Test
    void timeInTheKernelHasNamesOrTheReasonWhyNot() throws Exception {
        Process copy = start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        try {
            check(sample(id(copy.pid())), profile -> {
                boolean kernel = profile.spots().stream()
                        .anyMatch(s -> s.kernel() && s.module().equals("kernel"));
                boolean named = profile.spots().stream()
                        .anyMatch(s -> s.kernel() && !s.symbol().isEmpty());
                assertThat((kernel && named) || !profile.symbolsHidden().isEmpty())
                        .as(profile.toString())
                        .isTrue();
            });
        } finally {
            copy.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsGoneLeavesAProfileOrAReason() throws Exception {
        Process gone = start("sleep", "60");
        ProcessId id = id(gone.pid());
        CpuSampler sampler = CpuSampler.start(List.of(id, id), HZ);
        gone.destroyForcibly().waitFor();
        assertThat(sampler.finish().map(CpuProfile::samples).orElse(0)).isLessThan(HZ);
        sampler.close();
        assertThat(CpuSampler.start(List.of(id), HZ).finish()).isNotNull();
    }

    @Test
    void nothingStaysOpenAndNoThreadStaysBehind() throws Exception {
        ProcessId self = id(ProcessHandle.current().pid());
        CpuSampler.start(List.of(self), CpuSampler.DEFAULT_FREQUENCY_HZ).close();
        int before = descriptors();
        for (int i = 0; i < 5; i++) {
            CpuSampler sampler = CpuSampler.start(List.of(self), Integer.MAX_VALUE);
            sampler.finish();
            sampler.close();
            sampler.close();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 3);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("cpu-sampler"));
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
