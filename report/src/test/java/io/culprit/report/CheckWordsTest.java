package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The summaries are those that the questions of the method write. */
class CheckWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp-memory     | 9 413 pages; pressure at 5 221 152, limit 6 961 536 | TCP memory 9 413 of 6 961 536 pages",
                "orphans        | 529 of 262 144 (0.2 %)                       | orphans 529 of 262 144",
                "orphans        | 0 of 262 144 (0 %)                           | no orphans",
                "system-fds     | 0 of 1 621 504 (0 %)                         | open files 0 of 1 621 504",
                "process-fds    | fullest: java (4711), 5 120 of 1 048 576 (0.5 %) | fds fullest: java (4711), 5 120 of 1 048 576",
                "pressure       | cpu 0 %, memory 0 %, io 0 %                  | no pressure on CPU, memory or I/O",
                "pressure       | cpu 0 %, memory 0 %, io 0.1 %                | pressure: cpu 0 %, memory 0 %, io 0.1 %",
                "oom-kills      | 0 within the window, 0 since boot            | no OOM kill",
                "oom-kills      | 0 within the window, 3 since boot            | OOM kills 0 within the window, 3 since boot",
                "interfaces     | 2 interfaces, 10 packets in a second, 0.0 drops, 0.0 errors a second | no interface drops or errors",
                "interfaces     | 2 interfaces, 10 packets in a second, 0.4 drops, 0.0 errors a second | 2 interfaces, 10 packets in a second, 0.4 drops",
                "syscalls       | 4 000 calls, 2 000 a second, 0 % failed (ebpf, 0 lost) | system calls 4 000 calls, 2 000 a second, 0 % failed",
                "never-seen     | 17 of 20                                     | never seen 17 of 20",
                "never-seen     | all well                                     | never seen: all well",
            })
    void anAnswerIsShortenedToItsFigures(String id, String summary, String brief) {
        assertThat(CheckWords.brief(Check.ok(id, 1, "?", summary))).isEqualTo(brief);
    }

    @Test
    void whatOnlyDescribesRulesNothingOut() {
        assertThat(CheckWords.rulesOut(Check.ok("host", 13, "?", "6.18.0"))).isFalse();
        assertThat(CheckWords.rulesOut(Check.ok("orphans", 9, "?", "0 of 8"))).isTrue();
        assertThat(CheckWords.rulesOut(Check.unknown("orphans", 9, "?", "no"))).isFalse();
    }
}
