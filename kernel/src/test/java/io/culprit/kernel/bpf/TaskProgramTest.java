package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On the running kernel, of a child that waits and so does not change. */
class TaskProgramTest {

    @Test
    void pagesAreTheSameWhetherTheCountersOfACpuAreReadAtOnceOrOneByOne() throws IOException {
        Read<KernelLayout> read = KernelLayout.ofRunningKernel();
        assumeTrue(read instanceof Read.Ok<KernelLayout>, read::why);
        KernelLayout layout = read.asOptional().orElseThrow();
        assumeTrue(layout.has(KernelField.RSS_OF_CPUS), "pages are not counted by CPU here");
        Read<CpuOffsets> found = CpuOffsets.find(layout);
        assumeTrue(found.errno() != Errno.EPERM, "needs root, or CAP_BPF and CAP_PERFMON");
        assertThat(found.why()).isEmpty();
        CpuOffsets cpus = found.asOptional().orElseThrow();
        Process child = new ProcessBuilder("cat").start();
        try {
            // Once it has answered it is in its loop.
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            assertThat(child.getInputStream().read()).isEqualTo('\n');
            long[] atOnce = pages(layout, cpus, true, (int) child.pid());
            assertThat(atOnce[0]).isPositive();
            assertThat(pages(layout, cpus, false, (int) child.pid())).isEqualTo(atOnce);
        } finally {
            child.destroyForcibly();
            Sys.close(cpus.map());
        }
    }

    private static long[] pages(KernelLayout layout, CpuOffsets cpus, boolean neighbours, int pid) {
        long[] pages = new long[TaskRecord.PAGE_KINDS + 1];
        Read<Iteration> loaded =
                Iteration.load("culprit_test", TaskProgram.assemble(layout, cpus, neighbours), layout.tasksFunction());
        assertThat(loaded.why()).isEmpty();
        try (Iteration iteration = loaded.asOptional().orElseThrow()) {
            int result = iteration.run((words, count) -> {
                for (int at = 0; at < count; ) {
                    boolean isLong = (TaskRecord.flags(words[at]) & TaskRecord.IS_LONG) != 0;
                    if (isLong && (int) words[at] == pid) {
                        System.arraycopy(words, at + TaskRecord.PAGES, pages, 0, pages.length);
                    }
                    at += isLong ? TaskRecord.LONG : TaskRecord.SHORT;
                }
            });
            assertThat(result).isZero();
        }
        assertThat(Arrays.stream(pages).sum()).isPositive();
        return pages;
    }
}
