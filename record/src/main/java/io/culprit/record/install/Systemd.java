package io.culprit.record.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The systemd of this host, asked by systemctl(1). */
public final class Systemd {
    private Systemd() {}

    /** As sd_booted(3) finds out. */
    public static boolean running() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    /** @return what went wrong, one line; empty when it was done */
    public static Optional<String> systemctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        command.addAll(List.of(arguments));
        String words = String.join(" ", command);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return status == 0
                    ? Optional.empty()
                    : Optional.of(words + " ended with status " + status + ": "
                            + said.strip().lines().findFirst().orElse("it said nothing"));
        } catch (IOException e) {
            return Optional.of("cannot run " + words + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(words + " was interrupted");
        }
    }
}
