package io.culprit.cli;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns as a shell has them: {@code *} stands for anything, {@code ?} for one character. */
final class Glob {
    private Glob() {}

    static Predicate<String> of(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    // Several in a row mean no more than one, and cost a lot.
                    if (i == 0 || glob.charAt(i - 1) != '*') {
                        regex.append(".*");
                    }
                }
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }
}
