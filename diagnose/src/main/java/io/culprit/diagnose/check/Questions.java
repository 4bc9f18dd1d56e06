package io.culprit.diagnose.check;

import io.culprit.model.Check;
import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.List;
import java.util.stream.Stream;

/** All questions of the method, in its order. */
public final class Questions {
    private static final List<Question> ALL = Stream.of(
                    LoadQuestions.ALL,
                    ConsumerQuestions.ALL,
                    SyscallQuestions.ALL,
                    DescriptorQuestions.ALL,
                    MemoryQuestions.ALL,
                    LimitQuestions.ALL,
                    NetworkQuestions.ALL,
                    HostQuestions.ALL)
            .flatMap(List::stream)
            .toList();

    private Questions() {}

    public static List<Question> all() {
        return ALL;
    }

    public static List<Check> answers(Evidence evidence, List<Finding> findings) {
        return ALL.stream().map(q -> q.answer(evidence, findings)).toList();
    }
}
