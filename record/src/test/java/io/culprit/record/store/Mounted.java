package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A small file system of its own, for as long as a test runs. Skips the test where it cannot be had. */
final class Mounted implements AutoCloseable {
    private static final int MOST_TRIES = 200;
    private static final int PAUSE_MILLIS = 20;

    private final Path at;

    private Mounted(Path at) {
        this.at = at;
    }

    static Mounted tmpfs(Path at, String options) throws IOException {
        assumeRoot();
        String refusal = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
        assumeTrue(refusal.isEmpty(), "a tmpfs cannot be mounted here: " + refusal);
        return new Mounted(at);
    }

    /** Makes an empty ext4 of a file of zeros. */
    static void makeExt4(Path image) throws IOException {
        String refusal = run("mkfs.ext4", "-q", "-F", "-b", "4096", image.toString());
        assumeTrue(refusal.isEmpty(), "no ext4 can be made here: " + refusal);
    }

    /**
     * The file is the disk, in the way that a loop device has it.
     *
     * @param direct what is written to the disk is in the file at once; else in the page cache, until the disk is told to flush
     */
    static Mounted ext4(Path image, Path at, boolean direct, String options) throws IOException {
        assumeRoot();
        String device = said("losetup", "--find", "--show", "--direct-io=" + (direct ? "on" : "off"), image.toString());
        assumeTrue(device.startsWith("/dev/"), "there are no loop devices here: " + device);
        String refusal = run("mount", "-t", "ext4", "-o", options, device, at.toString());
        // Now, so that whatever unmounts it frees the device as well.
        run("losetup", "--detach", device);
        assumeTrue(refusal.isEmpty(), "an ext4 cannot be mounted here with " + options + ": " + refusal);
        return new Mounted(at);
    }

    /** Nothing reaches the disk until {@link #thaw}. */
    void freeze() throws IOException {
        assertThat(run("fsfreeze", "--freeze", at.toString())).isEmpty();
    }

    void thaw() throws IOException {
        assertThat(run("fsfreeze", "--unfreeze", at.toString())).isEmpty();
    }

    void remount(String options) throws IOException {
        assertThat(run("mount", "-o", "remount," + options, at.toString())).isEmpty();
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
    }

    private static String run(String... command) throws IOException {
        Process process = start(command);
        String said = said(process);
        return wait(process) == 0 ? "" : said + " (" + command[0] + ")";
    }

    private static String said(String... command) throws IOException {
        Process process = start(command);
        String said = said(process);
        wait(process);
        return said;
    }

    private static Process start(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is missing here");
            throw e;
        }
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static int wait(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Where it held the disk of another one, the kernel lets go of it a moment after that one was unmounted. */
    @Override
    public void close() throws IOException {
        String refusal = run("umount", at.toString());
        for (int i = 0; !refusal.isEmpty() && i < MOST_TRIES; i++) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            refusal = run("umount", at.toString());
        }
        if (!refusal.isEmpty()) {
            run("umount", "--lazy", at.toString());
        }
        assertThat(refusal).isEmpty();
    }
}
