package io.culprit.cli;

import io.culprit.kernel.sys.Terminal;
import io.culprit.report.Style;
import java.util.Locale;

/** What the reader's terminal shows, as it and the environment say. */
final class Screen {
    private static final int DEFAULT_WIDTH = 100;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 400;

    enum Colour {
        auto,
        always,
        never
    }

    private Screen() {}

    /** @param terminal whether the text goes to one */
    static Style style(Colour colour, boolean terminal, boolean all) {
        String noColour = System.getenv("NO_COLOR");
        boolean coloured = switch (colour) {
            case always -> true;
            case never -> false;
            case auto -> terminal && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        };
        return new Style(width(Terminal.STDOUT), coloured, unicode(), all);
    }

    /** As locale(7) says it: the first of these that is set and not empty decides. */
    private static boolean unicode() {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = System.getenv(variable);
            if (value != null && !value.isEmpty()) {
                String v = value.toUpperCase(Locale.ROOT);
                return v.contains("UTF-8") || v.contains("UTF8");
            }
        }
        return true;
    }

    static int width(int fd) {
        int columns = Terminal.columns(fd).orElseGet(() -> {
            String told = System.getenv("COLUMNS");
            try {
                return told == null ? DEFAULT_WIDTH : Integer.parseInt(told.strip());
            } catch (NumberFormatException e) {
                return DEFAULT_WIDTH;
            }
        });
        return Math.clamp(columns, NARROWEST, WIDEST);
    }
}
