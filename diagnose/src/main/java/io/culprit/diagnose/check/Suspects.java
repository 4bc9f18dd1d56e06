package io.culprit.diagnose.check;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is to be said of the first suspects. */
final class Suspects {
    /** An answer is one line. */
    static final int SHOWN = 3;

    static final String NONE = "no process stands out";

    private Suspects() {}

    /**
     * One suspect of each program, since its workers are alike; the reason of the first refusal when none could be asked.
     *
     * @param words of one suspect; empty when there is nothing to say of it
     */
    static <T> Answer<String> each(
            Evidence e, Function<Suspect, Answer<T>> what, BiFunction<Suspect, T, String> words, String nothing) {
        if (e.suspects().isEmpty()) return Answer.known(NONE);
        Set<String> programs = new HashSet<>();
        List<String> lines = new ArrayList<>();
        boolean asked = false;
        for (Suspect s : e.suspects()) {
            var answer = what.apply(s).asOptional();
            asked |= answer.isPresent();
            String line = answer.map(t -> words.apply(s, t)).orElse("");
            if (!line.isEmpty() && programs.add(s.program()) && lines.size() < SHOWN)
                lines.add(s.name() + " (" + s.id().pid() + "): " + line);
        }
        if (!asked) return what.apply(e.suspects().getFirst()).map(t -> nothing);
        return Answer.known(lines.isEmpty() ? nothing : String.join("; ", lines));
    }
}
