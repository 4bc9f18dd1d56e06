package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Errno;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private final int self = (int) ProcessHandle.current().pid();

    @Test
    void findsThisProcessAndItsThreads() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        // The JVM gives a thread its name in the kernel just before it runs.
        CountDownLatch named = new CountDownLatch(1);
        Thread sleeper = Thread.ofPlatform().name("a) R 1 (b").start(() -> {
            named.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        named.await();
        try (Processes processes = new Processes()) {
            assertThat(Processes.pids()).contains(self).isSorted();
            PidStat stat = processes.stat(self).asOptional().orElseThrow();
            assertThat(stat.pid()).isEqualTo(self);
            assertThat(stat.parent()).isEqualTo((int)
                    ProcessHandle.current().parent().orElseThrow().pid());
            assertThat(Processes.tids(self)).hasSizeGreaterThan(1);
            int found = 0;
            for (int tid : Processes.tids(self)) {
                found += processes
                        .threadStat(self, tid)
                        .map(t -> t.name().equals("a) R 1 (b") ? 1 : 0)
                        .asOptional()
                        .orElse(0);
            }
            assertThat(found).isOne();
        } finally {
            end.countDown();
            sleeper.join();
        }
    }

    @Test
    void aProcessThatIsGoneIsARefusal() {
        try (Processes processes = new Processes()) {
            assertThat(processes.stat(0).errno()).isEqualTo(Errno.ENOENT);
            assertThat(processes.threadStat(self, 1 << 30).errno()).isEqualTo(Errno.ENOENT);
            assertThat(Processes.tids(0)).isEmpty();
            assertThat(Processes.executable(0).errno()).isEqualTo(Errno.ENOENT);
        }
    }

    @Test
    void theCommandLineAndExecutableAreOurs() {
        assertThat(Processes.executable(self).asOptional().orElseThrow()).endsWith("java");
        assertThat(Processes.commandLine(self).asOptional().orElseThrow()[0]).endsWith("java");
    }
}
