package io.culprit.model;

import java.util.Optional;

/**
 * One question of the method and its answer. What was ruled out is as valuable as what was found.
 *
 * @param id stable name, such as {@code tcp-memory}
 * @param step which step of the method it belongs to, 1 to 13
 * @param question as a person would ask it
 * @param summary the answer with its figures; empty when the status is {@code UNKNOWN}
 * @param reason why it is unknown; empty otherwise
 * @param finding id of the finding that makes it bad; empty when its figures alone do, and when it is not bad
 */
public record Check(
        String id,
        int step,
        String question,
        Status status,
        Optional<String> summary,
        Optional<String> reason,
        Optional<String> finding) {

    public enum Status {
        OK,
        BAD,
        UNKNOWN
    }

    public static Check ok(String id, int step, String question, String summary) {
        return new Check(id, step, question, Status.OK, Optional.of(summary), Optional.empty(), Optional.empty());
    }

    public static Check bad(String id, int step, String question, String summary) {
        return new Check(id, step, question, Status.BAD, Optional.of(summary), Optional.empty(), Optional.empty());
    }

    /** @param finding id of the finding that makes it bad */
    public static Check bad(String id, int step, String question, String summary, String finding) {
        return new Check(id, step, question, Status.BAD, Optional.of(summary), Optional.empty(), Optional.of(finding));
    }

    public static Check unknown(String id, int step, String question, String reason) {
        return new Check(id, step, question, Status.UNKNOWN, Optional.empty(), Optional.of(reason), Optional.empty());
    }
}
