package io.culprit.kernel.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFileTest {
    @TempDir
    Path folder;

    private final byte[] buffer = new byte[64 * 1024];

    @Test
    void readsTheSameFileAnewEachTime() throws IOException {
        Path path = folder.resolve("counter");
        Files.writeString(path, "1 and more\n");
        try (HeldFile file = new HeldFile(path.toString())) {
            assertThat(text(file.read(buffer))).isEqualTo("1 and more\n");
            Files.writeString(path, "2\n");
            assertThat(text(file.read(buffer))).isEqualTo("2\n");
        }
    }

    @Test
    void aFileOfProcIsMadeAnewByEachReading() throws IOException {
        try (HeldFile file = new HeldFile("/proc/self/status")) {
            String first = text(file.read(buffer));
            String second = text(file.read(buffer));
            assertThat(second).startsWith("Name:").contains("nonvoluntary_ctxt_switches:");
            assertThat(first.lines().count()).isEqualTo(second.lines().count());
        }
    }

    @Test
    void aFileLargerThanOneChunkIsReadWhole() throws IOException {
        Path path = folder.resolve("large");
        byte[] large = new byte[50_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        Files.write(path, large);
        try (HeldFile file = new HeldFile(path.toString())) {
            assertThat(file.read(buffer)).isEqualTo(large.length);
            assertThat(buffer).startsWith(large);
            byte[] small = new byte[20_000];
            assertThat(file.read(small)).isEqualTo(small.length);
            assertThat(large).startsWith(small);
        }
    }

    @Test
    void whatIsRefusedNowMayBeReadLater() throws IOException {
        Path path = folder.resolve("later");
        try (HeldFile file = new HeldFile(path.toString())) {
            assertThat(file.read(buffer)).isEqualTo(-Errno.ENOENT);
            Files.writeString(path, "here");
            assertThat(text(file.read(buffer))).isEqualTo("here");
        }
    }

    @Test
    void aFileOfAProcessThatEndedIsOpenedAgainAndThenRefused() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try (HeldFile file = new HeldFile("/proc/" + child.pid() + "/stat")) {
            assertThat(text(file.read(buffer))).startsWith(child.pid() + " (");
            child.destroyForcibly().waitFor();
            assertThat(file.read(buffer)).isIn(-Errno.ENOENT, -Errno.ESRCH);
        } finally {
            child.destroyForcibly();
        }
    }

    private String text(int length) {
        return new String(buffer, 0, length, StandardCharsets.US_ASCII);
    }
}
