package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OsReleaseTest {
    /** Debian 12. */
    private static final String DEBIAN = """
            PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
            NAME="Debian GNU/Linux"
            VERSION_ID="12"
            ID=debian
            """;

    @Test
    void quotesAreTakenOff() {
        assertThat(OsRelease.parse(DEBIAN).prettyName()).contains("Debian GNU/Linux 12 (bookworm)");
        assertThat(OsRelease.parse(DEBIAN).values()).containsEntry("ID", "debian");
    }

    @Test
    void withoutAPrettyNameItIsMadeOfNameAndVersion() {
        assertThat(OsRelease.parse("NAME='Some Linux'\nVERSION_ID=3\n").prettyName())
                .contains("Some Linux 3");
        assertThat(OsRelease.parse("ID=arch").prettyName()).contains("arch");
    }

    @Test
    void escapesCommentsAndNonsenseDoNotConfuse() {
        OsRelease odd = OsRelease.parse(
                "# PRETTY_NAME=no\nPRETTY_NAME=\"a \\\"b\\\" \\$c\"\nNAME='it\\s'\n=x\nBROKEN\nA=\"open\nB=one two\n");
        assertThat(odd.prettyName()).contains("a \"b\" $c");
        assertThat(odd.values())
                .containsEntry("NAME", "it\\s")
                .containsEntry("A", "open")
                .containsEntry("B", "one");
        assertThat(OsRelease.parse("").prettyName()).isEmpty();
    }

    @Test
    void readsTheLiveSystem() {
        assertThat(OsRelease.of("").asOptional().flatMap(OsRelease::prettyName)).isPresent();
    }
}
