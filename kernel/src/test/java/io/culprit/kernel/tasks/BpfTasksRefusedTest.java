package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where it is not permitted, it says so in words, and gives no numbers. */
class BpfTasksRefusedTest {
    @TempDir
    private Path classes;

    @Test
    void anOrdinaryUserIsToldWhatIsNeeded() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become another user");
        String said = run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        assertThat(said).contains("(EPERM)").contains("needs root or CAP_BPF and CAP_PERFMON");
    }

    @Test
    void insideAPidNamespaceItIsRefused() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may make a pid namespace");
        assertThat(run("unshare", "--pid", "--fork", "--mount-proc"))
                .contains("this process is in a pid namespace of its own");
    }

    private String run(String... prefix) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", prefix[0])), "no " + prefix[0]);
        copyClasses();
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes.toString(),
                RefusedReader.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** To where everybody may read: the build may lie in somebody's home. */
    private void copyClasses() throws IOException {
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Class<?> of : new Class<?>[] {BpfTasks.class, RefusedReader.class}) {
            Path from = Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().getPath());
            try (Stream<Path> files = Files.walk(from)) {
                files.forEach(
                        file -> copy(file, classes.resolve(from.relativize(file).toString())));
            }
        }
    }

    private static void copy(Path from, Path to) {
        try {
            if (!Files.isDirectory(from)) {
                Files.copy(from, to);
            } else if (!Files.isDirectory(to)) {
                Files.createDirectory(to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
