package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The summaries are those that the questions of the method write. */
class CheckWordsTest {
    private static final int COLUMNS = 48;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp-memory  | 9 413 pages of 5 sockets; pressure at 5 221 152, limit 6 961 536 | TCP memory 9 413 of 6 961 536 pages",
                "orphans     | 529 of 262 144 (0.2 %)                       | orphans 529 of 262 144",
                "system-fds  | 0 of 1 621 504 (0 %)                         | open files 0 of 1 621 504",
                "process-fds | fullest: java (4711), 5 120 of 1 048 576 (0.5 %) | fds 5 120 of 1 048 576 in java",
                "process-fds | fullest: a, b (7, 8 of 9 (c (4711), 5 of 8 (63 %) | fds 5 of 8 in a, b (7, 8 of 9 (c",
                "pressure    | cpu 0 %, memory 0 %, io 12 %                 | pressure: io 12 %",
                "oom-kills   | 0 within the window, 3 since boot            | OOM kills 3 since boot",
                "interfaces  | 2 interfaces, busiest lo (1.0 in), 10 packets in a second, 14 drops, 0.0 errors a second | interfaces 14 drops a second",
                "memory      | 22.5 GB of 23.5 GB available, 33.0 MB of the kernel's own cannot be reclaimed | memory 22.5 GB of 23.5 GB available",
                "kernel-messages | 3 oom kill, 2 segfault in 243 messages of the last 60 minutes | kernel messages 3 oom kill, 2 segfault in the last 60 minutes",
                "close-wait  | 3 in CLOSE_WAIT                              | CLOSE_WAIT 3",
                "steal       | 0.1 % stolen                                 | steal 0.1 %",
                "load        | 7.0 tasks runnable and 0.0 blocked on 2 CPUs; load for each CPU 7.5 6.7 6.8 | 7.0 tasks runnable and 0.0 blocked on 2 CPUs",
                "never-seen  | 17 of 20                                     | never seen 17 of 20",
                "never-seen  | all well                                     | never seen: all well",
            })
    void anAnswerIsShortenedToItsFigures(String id, String summary, String brief) {
        assertThat(CheckWords.brief(Check.ok(id, 1, "?", summary), COLUMNS)).isEqualTo(brief);
    }

    @Test
    void noAnswerIsLongerThanItsPlace() {
        String endless = "x1".repeat(100_000);

        assertThat(CheckWords.brief(Check.ok("memory", 6, "?", endless), 20)).hasSize("memory: ".length() + 20);
    }
}
