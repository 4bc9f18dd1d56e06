package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuledOutTest {
    /** Written by the questions themselves. */
    private static final Path QUESTIONS = Path.of("../docs/checks.md");

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\|.*");

    @Test
    void everyClassicCauseIsAskedFor() throws IOException {
        try (Stream<String> lines = Files.lines(QUESTIONS)) {
            List<String> asked = lines.map(ROW::matcher)
                    .filter(m -> m.matches())
                    .map(m -> m.group(1))
                    .toList();

            assertThat(asked).hasSizeGreaterThan(50).containsAll(RuledOut.ids()).containsAll(CheckWords.labelled());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orphans         | 0 of 262 144 (0 %)                         | no orphan",
                "orphans         | 529 of 262 144 (0.2 %)                     | orphans 529 of 262 144",
                "oom-kills       | 0 within the window, 0 since boot          | no OOM kill",
                "interfaces      | 2 interfaces, busiest lo (1.3 in, 1.3 out, 0.0 dropped, 0.0 multicast a second), 10 packets in a second, 0.0 drops, 0.0 errors a second | no interface drop",
                "interfaces      | 2 interfaces, 10 packets in a second, 0.4 drops, 0.0 errors a second | interfaces 0.4 drops a second",
                "softnet         | 0 dropped, 0 times out of budget, on 2 CPUs | no softnet drop",
                "softnet         | 0 dropped, 7 times out of budget, on 2 CPUs | softnet 7 times out of budget, on 2 CPUs",
                "steal           | 0.1 % stolen                               | no steal",
                "steal           | 1 % stolen                                 | steal 1 %",
                "retransmits     | 0.0 of 412 segments a second               | no retransmit",
                "cpu-throttling  | dd (7): stopped in 0 of 0 periods, 0.0 s, quota none | no throttling",
                "cpu-throttling  | a (7): stopped in 0 of 9 periods; b (8): stopped in 1 of 9 periods, 0.1 s | CPU quota: a (7): stopped in 0 of 9 periods",
                "kernel-messages | nothing of note in 243 messages of the last 60 minutes | no kernel complaint",
                "unidentified-sockets | nobody                                | no unidentified socket",
                "unidentified-sockets | sshd (7) holds 3                      | sockets in no table: sshd (7) holds 3",
                "hot-fds         | none                                       | 1 more question answered well: --verbose",
            })
    void aCauseIsRuledOutByItsFiguresOrByItsAbsence(String id, String summary, String words) {
        assertThat(RuledOut.words(List.of(Check.ok(id, 1, "?", summary)))).isEqualTo(words);
    }

    @Test
    void whatIsAbsentIsEnumeratedOnceAndTheRestIsCounted() {
        List<Check> checks = List.of(
                Check.ok("host", 13, "?", "6.18.0"),
                Check.ok("orphans", 9, "?", "0 of 8"),
                Check.ok("memory", 6, "?", "1 GB of 2 GB available, 5 MB of the kernel's own"),
                Check.ok("softnet", 11, "?", "0 dropped, 0 times out of budget, on 2 CPUs"),
                Check.ok(
                        "interfaces", 11, "?", "1 interfaces, 1.0 packets in a second, 0.0 drops, 0.0 errors a second"),
                Check.ok("steal", 13, "?", "0 % stolen"),
                Check.ok("udp-errors", 11, "?", "0 receive errors, 0 for want of buffer"),
                Check.ok("swap", 6, "?", "no swap"),
                Check.bad("threads", 7, "?", "9 of 9"),
                Check.unknown("thermal", 13, "?", "no"));

        assertThat(RuledOut.words(checks))
                .isEqualTo("memory 1 GB of 2 GB available · no orphan, steal, UDP error or softnet/interface drop"
                        + " · and 2 more questions answered well: --verbose");
    }

    @Test
    void nothingIsSaidWhereNothingWasRuledOut() {
        assertThat(RuledOut.words(List.of(Check.unknown("steal", 13, "?", "no"))))
                .isEmpty();
    }
}
