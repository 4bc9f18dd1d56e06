package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, nginx, true",
        "nginx, nginx2, false",
        "worker-*, worker-, true",
        "worker-*, worker-17/x, true",
        "*net*, kernel.net.x, true",
        "w?, wx, true",
        "w?, w, false",
        "a.c, abc, false",
        "(sd-pam), (sd-pam), true",
        "[x], x, false"
    })
    void aPatternMatchesAsInAShell(String glob, String text, boolean matches) {
        assertThat(Glob.of(glob).test(text)).isEqualTo(matches);
    }

    @Test
    void manyStarsTakeNoLongerThanOne() {
        assertThat(Glob.of("*".repeat(500) + "b").test("a".repeat(10_000))).isFalse();
    }
}
