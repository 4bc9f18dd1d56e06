package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** A real systemd in namespaces of its own ({@code systemd.sh}), with a built copy of Culprit in {@code /opt/culprit}. */
final class OwnSystemd implements AutoCloseable {
    private static final int WAIT_MILLIS = 90_000;

    private final Scenario machine;
    private final String pid;

    private OwnSystemd(Scenario machine) {
        this.machine = machine;
        pid = machine.told("pid");
    }

    /** Skips the test, and says why, where this machine cannot run one. */
    static OwnSystemd start() {
        Scenario machine = Scenario.of(List.of("bash", script().toString(), Run.ROOT.toString()));
        if (!machine.ready()) {
            boolean cannot = machine.cannotBeStaged();
            machine.close();
            Assumptions.assumeFalse(cannot, "this machine cannot run a systemd of its own: its reason is on stderr");
            throw new AssertionError("systemd.sh failed: its reason is on stderr");
        }
        return new OwnSystemd(machine);
    }

    private static Path script() {
        try {
            return Path.of(Objects.requireNonNull(OwnSystemd.class.getResource("systemd.sh"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a command as its root. */
    Run run(String... command) {
        List<String> whole = new ArrayList<>(List.of(
                "nsenter", "-t", pid, "-a", "-r", "-w", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"));
        whole.addAll(List.of(command));
        return Run.of(whole);
    }

    /** Its output, where it has to succeed. */
    String out(String... command) {
        Run run = run(command);
        assertThat(run.status())
                .as(String.join(" ", command) + ": " + run.err() + run.out())
                .isZero();
        return run.out().strip();
    }

    String sh(String script) {
        return out("sh", "-c", script);
    }

    /** A property of the service, as systemctl show tells it. */
    String property(String name) {
        return out("systemctl", "show", "--value", "--property", name, "culprit-record.service");
    }

    /** What the service has said. */
    String journal() {
        return out("journalctl", "--no-pager", "--output", "cat", "--unit", "culprit-record.service");
    }

    void waitFor(String what, Predicate<OwnSystemd> holds) throws IOException {
        long end = System.currentTimeMillis() + WAIT_MILLIS;
        while (!holds.test(this)) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("waited in vain: " + what + "; the service said: " + journal());
            }
            Recorder.pause(200);
        }
    }

    @Override
    public void close() {
        machine.close();
    }
}
