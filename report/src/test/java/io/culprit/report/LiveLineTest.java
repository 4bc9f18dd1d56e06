package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final String RESTART = "\r\u001b[K";

    private final StringBuilder out = new StringBuilder();

    @Test
    void aStepReplacesTheOneBeforeAndIsTakenAwayInTheEnd() {
        LiveLine line = new LiveLine(out, true, 80);

        line.step("reading all processes");
        line.step("counting system calls", OptionalInt.of(7));
        line.clear();
        line.clear();

        assertThat(out)
                .hasToString(RESTART + "reading all processes" + RESTART + "counting system calls, 7 s left" + RESTART);
    }

    @Test
    void whatIsSaidStaysAboveTheStep() {
        LiveLine line = new LiveLine(out, true, 80);

        line.step("counting");
        line.say("suspect: networkingd \u00d7 12");

        assertThat(out).hasToString(RESTART + "counting" + RESTART + "suspect: networkingd \u00d7 12\ncounting");
    }

    @Test
    void theSameStepIsNotDrawnAgain() {
        LiveLine line = new LiveLine(out, true, 80);

        for (int i = 0; i < 100; i++) line.step("counting");

        assertThat(out).hasToString(RESTART + "counting");
    }

    @Test
    void withoutATerminalOnlyWhatIsSaidAppears() {
        LiveLine line = new LiveLine(out, false, 80);

        line.step("counting");
        line.say("suspect: networkingd");
        line.clear();

        assertThat(out).hasToString("suspect: networkingd\n");
    }

    @Test
    void aStepNeverWrapsAndAnEscapeCodeNeverActs() {
        LiveLine line = new LiveLine(out, true, 40);

        line.step("at \u001b]0;x\u0007 " + "\u4f60".repeat(100), OptionalInt.of(12));

        String shown = out.substring(RESTART.length());
        assertThat(shown).startsWith("at \\x1b]0;x\\x07 ").endsWith("..., 12 s left");
        assertThat(Columns.of(shown)).isLessThan(40);
    }

    @Test
    void aTerminalThatWentAwayIsNoReasonToFail() {
        Appendable gone = new Appendable() {
            @Override
            public Appendable append(CharSequence s) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public Appendable append(CharSequence s, int from, int to) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public Appendable append(char c) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        LiveLine line = new LiveLine(gone, true, 80);

        line.step("counting");
        line.say("suspect");
        line.clear();

        assertThat(out).isEmpty();
    }

    @Test
    void severalThreadsNeverMixTheirLines() throws InterruptedException {
        LiveLine line = new LiveLine(out, true, 80);
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("aaaa", "bbbb", "cccc"))
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    line.step("step of " + name);
                    line.say("words of " + name);
                }
            }));
        for (Thread t : threads) t.join();

        assertThat(out.toString().split("\r\u001b\\[K|\n", -1))
                .allMatch(s -> s.matches("|(step|words) of (aaaa|bbbb|cccc)"));
    }
}
