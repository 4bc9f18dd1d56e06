package io.culprit.diagnose.check;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A question whose answer is a line of figures, and bad when a finding says so or the figures themselves do.
 *
 * @param findings ids of the findings that make the answer bad, or {@code id/variant}
 */
record Asked(String id, int step, String text, Set<String> findings, Function<Evidence, Answer<Reply>> reply)
        implements Question {

    /** An empty list is an answer, too. */
    private static final String NOTHING = "none";

    /** @param bad whether the figures alone are bad, though no judge makes a finding of them */
    record Reply(String words, boolean bad) {
        static Reply fine(String words) {
            return new Reply(words, false);
        }
    }

    static Asked of(String id, int step, String text, Set<String> findings, Function<Evidence, Answer<String>> words) {
        return new Asked(id, step, text, findings, e -> words.apply(e).map(Reply::fine));
    }

    @Override
    public Check answer(Evidence evidence, List<Finding> found) {
        Optional<Finding> finding = found.stream().filter(this::concerns).findFirst();
        Answer<Reply> answer = reply.apply(evidence);
        // A judge may know enough where this one line of figures could not be read.
        if (finding.isPresent())
            return Check.bad(
                    id,
                    step,
                    text,
                    answer.map(Reply::words)
                            .asOptional()
                            .filter(w -> !w.isBlank())
                            .orElse(finding.get().title()),
                    finding.get().id());
        return switch (answer) {
            case Answer.Known<Reply>(Reply r)
            when r.words().isBlank() ->
                r.bad() ? Check.bad(id, step, text, NOTHING) : Check.ok(id, step, text, NOTHING);
            case Answer.Known<Reply>(Reply r) ->
                r.bad() ? Check.bad(id, step, text, r.words()) : Check.ok(id, step, text, r.words());
            case Answer.Unavailable<Reply>(String reason) -> Check.unknown(id, step, text, reason);
        };
    }

    private boolean concerns(Finding f) {
        return findings.contains(f.id())
                || f.variant().map(v -> findings.contains(f.id() + "/" + v)).orElse(false);
    }
}
