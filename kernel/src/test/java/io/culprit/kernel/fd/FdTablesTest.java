package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.fd.FdTables.Walk;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the live machine: a child with three descriptors, which we know and which do not change. */
class FdTablesTest {
    private final FdTables tables = new FdTables();

    @TempDir
    Path folder;

    private Process child;
    private int pid;

    @BeforeEach
    void start() throws IOException {
        child = new ProcessBuilder("cat").redirectErrorStream(true).start();
        pid = (int) child.pid();
        // Before it answers, it holds what the JVM holds, and then the libraries that it loads.
        child.outputWriter().append("ready\n").flush();
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
    }

    @AfterEach
    void stop() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor(10, TimeUnit.SECONDS);
        tables.close();
    }

    @Test
    void walksTheLinksInOrder() {
        List<String> seen = new ArrayList<>();
        Walk walk = tables.walk(pid, (fd, link) -> seen.add(fd + " " + link.form()))
                .asOptional()
                .orElseThrow();
        assertThat(seen).containsExactly("0 PIPE", "1 PIPE", "2 PIPE");
        assertThat(walk).isEqualTo(new Walk(3, true));
    }

    @Test
    void countsWithoutListingWhereTheKernelDoes() {
        assertThat(tables.count(pid, 1000).asOptional()).contains(3L);
        assertThat(tables.sizeIsCount()).isEqualTo(new File("/proc/self/fd").length() > 0);
    }

    @Test
    void anOldKernelIsCountedByListingUpToABound() {
        try (FdTables old = new FdTables(true)) {
            assertThat(old.sizeIsCount()).isFalse();
            assertThat(old.count(pid, 1000).asOptional()).contains(3L);
            assertThat(old.count(pid, 2).asOptional()).contains(2L);
            assertThat(old.count(0, 2).errno()).isEqualTo(Errno.ENOENT);
        }
    }

    @Test
    void theVisitorMayStop() {
        assertThat(tables.walk(pid, (fd, link) -> false).asOptional()).contains(new Walk(1, false));
    }

    @Test
    void aStrideSpreadsTheSample() {
        List<Integer> seen = new ArrayList<>();
        assertThat(tables.walk(pid, 2, (fd, link) -> seen.add(fd)).asOptional()).contains(new Walk(2, true));
        assertThat(seen).containsExactly(0, 2);
    }

    @Test
    void thousandsOfDescriptorsAreAllSeen() {
        int self = (int) ProcessHandle.current().pid();
        List<Integer> opened = new ArrayList<>();
        try {
            for (int i = 0; i < 3000; i++) {
                opened.add(Sys.open("/dev/null", Sys.O_RDONLY));
            }
            List<Integer> seen = new ArrayList<>();
            tables.walk(self, (fd, link) -> seen.add(fd));
            assertThat(seen).containsAll(opened).isSorted();
        } finally {
            opened.forEach(Sys::close);
        }
    }

    @Test
    void aFileThatWasDeletedIsToldFromOneThatIsNamedSo() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        Path named = folder.resolve("a\nb\u001b[31m (deleted)");
        Path deleted = folder.resolve("gone");
        int namedFd = Sys.open(Files.createFile(named).toString(), Sys.O_RDONLY);
        int deletedFd = Sys.open(Files.createFile(deleted).toString(), Sys.O_RDONLY);
        Files.delete(deleted);
        try {
            assertThat(tables.link(self, namedFd).asOptional().orElseThrow().text())
                    .isEqualTo(named.toString());
            assertThat(tables.link(self, deletedFd).asOptional().orElseThrow().saysDeleted())
                    .isTrue();
            assertThat(tables.status(self, namedFd).asOptional().orElseThrow().links())
                    .isOne();
            assertThat(tables.status(self, deletedFd).asOptional().orElseThrow().links())
                    .isZero();
        } finally {
            Sys.close(namedFd);
            Sys.close(deletedFd);
        }
    }

    @Test
    void aProcessOrDescriptorThatIsGoneIsARefusal() {
        assertThat(tables.link(pid, 77).why()).isEqualTo("readlink /proc/" + pid + "/fd/77: no such file (ENOENT)");
        assertThat(tables.walk(0, (fd, link) -> true).errno()).isEqualTo(Errno.ENOENT);
        assertThat(tables.count(0, 10).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void kcmpTellsOneOpenFileFromTwoOfTheSameName() {
        int self = (int) ProcessHandle.current().pid();
        int a = Sys.open("/dev/null", Sys.O_RDONLY);
        int b = Sys.open("/dev/null", Sys.O_RDONLY);
        try {
            assertThat(Kcmp.sameFile(self, a, self, a).asOptional()).contains(true);
            assertThat(Kcmp.sameFile(self, a, self, b).asOptional()).contains(false);
            assertThat(Kcmp.sameFile(pid, 1, pid, 2).asOptional()).contains(true);
            assertThat(Kcmp.sameFile(self, a, pid, 77).errno()).isEqualTo(Errno.EBADF);
        } finally {
            Sys.close(a);
            Sys.close(b);
        }
    }
}
