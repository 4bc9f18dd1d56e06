package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PidFilesTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    /** Of a shell on Linux 6.18, cut. */
    private static final String STATUS = """
            Name:\tsh
            State:\tS (sleeping)
            Pid:\t71
            PPid:\t1
            Uid:\t1000\t0\t0\t0
            Gid:\t100\t0\t0\t0
            """;

    @Test
    void readsWhatIsThere() throws IOException {
        try (PidFiles files = new PidFiles()) {
            byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            assertThat(Arrays.copyOf(files.bytes(), files.read(SELF, "cmdline")))
                    .isEqualTo(line);
            int exe = files.link(SELF, "exe");
            assertThat(new String(files.bytes(), 0, exe, StandardCharsets.UTF_8))
                    .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        }
    }

    @Test
    void aCommandLineOfManyPagesIsWhole() throws IOException, InterruptedException {
        String longOne = "x".repeat(100_000);
        Process child = new ProcessBuilder("sh", "-c", "read x", longOne).start();
        try (PidFiles files = new PidFiles()) {
            int n = 0;
            for (int tries = 0; tries < 100 && n < longOne.length(); tries++) {
                n = files.read((int) child.pid(), "cmdline");
                Thread.sleep(20);
            }
            assertThat(new String(files.bytes(), 0, n, StandardCharsets.UTF_8))
                    .isEqualTo("sh\0-c\0read x\0" + longOne + "\0");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsGoneIsToldByItsErrno() {
        try (PidFiles files = new PidFiles()) {
            assertThat(files.read(1 << 30, "status")).isEqualTo(-Errno.ENOENT);
            assertThat(files.link(1 << 30, "exe")).isEqualTo(-Errno.ENOENT);
            assertThat(PidFiles.why("readlink", 1 << 30, "exe", Errno.ENOENT))
                    .isEqualTo(Links.read("/proc/" + (1 << 30) + "/exe").why());
        }
    }

    @Test
    void theFirstNumberOfALineIsFound() {
        byte[] status = STATUS.getBytes(StandardCharsets.UTF_8);
        assertThat(PidFiles.number(status, status.length, "Uid")).isEqualTo(1000);
        assertThat(PidFiles.number(status, status.length, "Pid")).isEqualTo(71);
        assertThat(PidFiles.number(status, status.length, "id")).isEqualTo(Cursor.NONE);
        assertThat(PidFiles.number(status, status.length, "State")).isEqualTo(Cursor.NONE);
        assertThat(PidFiles.number("Uid:\t4294967294".getBytes(StandardCharsets.UTF_8), 15, "Uid"))
                .isEqualTo(4294967294L);
        assertThat(PidFiles.number("Uid:".getBytes(StandardCharsets.UTF_8), 4, "Uid"))
                .isEqualTo(Cursor.NONE);
    }

    @Test
    void noBytesAreTooOdd() {
        Random random = new Random(3);
        byte[] alphabet = "Uid:\t\n 0123456789".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] b = new byte[random.nextInt(60)];
            for (int j = 0; j < b.length; j++) {
                b[j] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(PidFiles.number(b, random.nextInt(b.length + 1), "Uid")).isGreaterThanOrEqualTo(Cursor.NONE);
        }
    }
}
