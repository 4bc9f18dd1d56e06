package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    @ParameterizedTest
    @CsvSource({
        "worker 3, /opt/nd/networkingd, /opt/nd/networkingd -f, networkingd",
        "networkingd, /opt/nd/networkingd (deleted), /opt/nd/networkingd, networkingd",
        "java, /usr/lib/jvm/bin/java, java -Xmx1g -cp /a:/b -jar /srv/app.jar x, java app.jar",
        "python3, /usr/bin/python3.11, python3 -u /srv/job.py, python3.11 job.py",
        "python3, /usr/bin/python3.11, python3 -c print(1), python3.11",
        "bash, /usr/bin/bash, -bash, bash",
        "kworker, '', '', kworker"
    })
    void workersAreOneProgramAndScriptsAreToldApart(String comm, String exe, String line, String program) {
        Optional<String> executable = exe.isEmpty() ? Optional.empty() : Optional.of(exe);
        assertThat(Identity.program(comm, executable, line.split(" ", -1))).isEqualTo(program);
    }

    @Test
    void knowsThisProcess() {
        Identity identity = Identity.of((int) ProcessHandle.current().pid(), "java", false);
        assertThat(identity.executable().asOptional().orElseThrow()).endsWith("/java");
        assertThat(identity.program()).startsWith("java");
        assertThat(identity.command()).contains("java");
        assertThat(identity.uid()).isPresent();
    }

    @Test
    void aProcessThatIsGoneKeepsItsName() {
        Identity identity = Identity.of(1 << 30, "a\u001b[31m", false);
        assertThat(identity.program()).isEqualTo("a\u001b[31m");
        assertThat(identity.executable().whyNot().orElseThrow()).contains("no such file (ENOENT)");
        assertThat(identity.uid()).isEmpty();
    }

    @Test
    void aKernelThreadHasNoExecutable() {
        Identity identity = Identity.of(1 << 30, "kworker/0:1-eve", true);
        assertThat(identity.program()).isEqualTo("kworker");
        assertThat(identity.command()).isEqualTo("[kworker/0:1-eve]");
        assertThat(identity.executable().isKnown()).isFalse();
    }
}
