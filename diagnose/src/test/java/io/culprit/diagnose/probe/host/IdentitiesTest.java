package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    @Test
    void tellsOfEachProcessWhatIsToldOfOneAlone() throws IOException, InterruptedException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try (Identities all = new Identities()) {
            int[] pids = {1, (int) ProcessHandle.current().pid(), (int) sleeper.pid(), 1 << 30};
            for (int again = 0; again < 2; again++) {
                for (int pid : pids) {
                    assertThat(all.of(pid, "some", false)).isEqualTo(Identity.of(pid, "some", false));
                }
            }
            assertThat(all.of(2, "kworker/0:1", true)).isEqualTo(Identity.of(2, "kworker/0:1", true));
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void agreesWithTheOtherOnAllProcessesThatStay() {
        try (Identities all = new Identities()) {
            for (int pid : Processes.pids()) {
                Identity before = Identity.of(pid, "some", false);
                Identity one = all.of(pid, "some", false);
                if (before.equals(Identity.of(pid, "some", false))) {
                    assertThat(one).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void equalProcessesShareTheirTexts() throws IOException, InterruptedException {
        Process one = new ProcessBuilder("sleep", "60").start();
        Process other = new ProcessBuilder("sleep", "60").start();
        try (Identities all = new Identities()) {
            Identity first = all.of((int) one.pid(), "sleep", false);
            Identity second = all.of((int) other.pid(), "sleep", false);
            assertThat(second.command()).isSameAs(first.command());
            assertThat(second.program()).isSameAs(first.program());
            assertThat(second.executable()).isSameAs(first.executable());
        } finally {
            one.destroyForcibly().waitFor();
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsRememberedIsOfTheseVeryBytes() {
        Recent<String> recent = new Recent<>();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String text = "p" + random.nextInt(500);
            byte[] bytes = (text + "\0behind").getBytes(StandardCharsets.UTF_8);
            int length = text.length();
            String known = recent.get(bytes, length).orElseGet(() -> recent.put(bytes, length, text));
            assertThat(known).isEqualTo(text);
        }
    }
}
