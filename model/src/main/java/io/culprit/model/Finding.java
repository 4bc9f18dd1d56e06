package io.culprit.model;

import java.util.List;
import java.util.Optional;

/**
 * One named conclusion.
 *
 * @param id stable name of the judge's conclusion, such as {@code syscall-error-loop}; scripts may rely on it
 * @param variant what kind of it, where the judge tells several apart, such as {@code shared-fd}
 * @param title one line: who, how many, does what
 * @param cpus how many CPUs the subject burns, 1.0 = one core; 0 where CPU is not the point; orders findings of one severity
 * @param evidence the chain, most telling first
 * @param verify commands by which a person can check it by hand
 * @param next what to do next, one sentence
 */
public record Finding(
        String id,
        Optional<String> variant,
        Severity severity,
        Confidence confidence,
        Subject subject,
        String title,
        double cpus,
        List<Fact> evidence,
        List<String> verify,
        String next) {

    public Finding {
        evidence = List.copyOf(evidence);
        verify = List.copyOf(verify);
    }
}
