package io.culprit.report;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * One line that tells what is being done, replaced in place; silent where the output is no terminal, but for {@link #say}.
 *
 * <p>Safe to use from several threads. A terminal that has gone away is no reason to fail: writing then just stops.
 */
public final class LiveLine {
    /** Carriage return and Erase in Line (ECMA-48 EL). */
    private static final String RESTART = "\r\u001b[K";
    /** The last column stays free: writing there makes some terminals wrap. */
    private static final int FREE_COLUMNS = 1;

    private final Appendable out;
    private final boolean terminal;
    private final int width;
    private String shown = "";
    private boolean broken;

    public LiveLine(Appendable out, boolean terminal, int width) {
        this.out = out;
        this.terminal = terminal;
        this.width = Math.max(Style.NARROWEST / 2, width);
    }

    /** What is being done now; replaces what was said before. */
    public void step(String doing) {
        step(doing, OptionalInt.empty());
    }

    /** @param secondsLeft until the answer, as far as known */
    public synchronized void step(String doing, OptionalInt secondsLeft) {
        if (!terminal) return;
        String left = secondsLeft.isPresent() ? ", " + Math.max(0, secondsLeft.getAsInt()) + " s left" : "";
        int room = width - FREE_COLUMNS - left.length();
        String line = SafeText.of(doing, room) + left;
        if (line.equals(shown)) return;
        shown = line;
        write(RESTART + line);
    }

    /** A line that stays, above the one that is replaced; on a terminal, long ones take several. */
    public synchronized void say(String words) {
        String safe = SafeText.of(words);
        if (terminal) write(RESTART + String.join("\n", Paragraph.wrap(safe, width - FREE_COLUMNS)) + "\n" + shown);
        else write(safe + "\n");
    }

    /** Takes the line away, before the answer is printed. */
    public synchronized void clear() {
        if (!terminal || shown.isEmpty()) return;
        shown = "";
        write(RESTART);
    }

    private void write(String text) {
        if (broken) return;
        try {
            out.append(text);
            if (out instanceof java.io.Flushable f) f.flush();
        } catch (IOException e) {
            broken = true;
        }
    }
}
