package io.culprit.record.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The systemd of this host, asked by systemctl(1). */
public final class Systemd {
    /** At most twelve digits, so that it is a number. */
    private static final Pattern STARTED = Pattern.compile("(?m)^ExecMainStartTimestamp=@(\\d{1,12})$");

    private Systemd() {}

    /** As sd_booted(3) finds out. */
    public static boolean running() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    /** When the main process of a unit began, in seconds since 1970; empty where none runs. */
    public static OptionalLong startedSeconds(String unit) {
        Result shown = run("show", "--timestamp=unix", "--property=ActiveState,ExecMainStartTimestamp", unit);
        Matcher since = STARTED.matcher(shown.said());
        return shown.said().contains("ActiveState=active") && since.find()
                ? OptionalLong.of(Long.parseLong(since.group(1)))
                : OptionalLong.empty();
    }

    /** @return what went wrong, one line; empty when it was done */
    public static Optional<String> systemctl(String... arguments) {
        return run(arguments).trouble();
    }

    private record Result(String said, Optional<String> trouble) {}

    private static Result run(String... arguments) {
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
            return new Result(
                    said,
                    status == 0
                            ? Optional.empty()
                            : Optional.of(words + " ended with status " + status + ": "
                                    + said.strip().lines().findFirst().orElse("it said nothing")));
        } catch (IOException e) {
            return new Result("", Optional.of("cannot run " + words + ": " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result("", Optional.of(words + " was interrupted"));
        }
    }
}
