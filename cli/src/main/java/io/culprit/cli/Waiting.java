package io.culprit.cli;

import io.culprit.diagnose.plan.Watcher;
import io.culprit.report.LiveLine;

/** Tells who waits what goes on: on a terminal one line that changes, elsewhere the first words alone. */
final class Waiting implements Watcher, AutoCloseable {
    private final LiveLine line;
    private final boolean quiet;

    Waiting(LiveLine line, boolean quiet) {
        this.line = line;
        this.quiet = quiet;
    }

    @Override
    public void step(String doing) {
        if (!quiet) {
            line.step(doing);
        }
    }

    @Override
    public void say(String words) {
        if (!quiet) {
            line.say(words);
        }
    }

    @Override
    public void close() {
        line.clear();
    }
}
