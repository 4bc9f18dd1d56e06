package io.culprit.report;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.recording.Spike;
import java.util.List;
import java.util.Optional;

/**
 * A spike that the recorder noticed.
 *
 * @param at when it was noticed, ISO 8601 with offset
 * @param spike what rose, from where to where, and who rose most
 * @param findings what the investigation found, the worst first; empty when it found nothing or there was none
 * @param evidence the file that holds what was read while it lasted; {@code culprit diagnose --from FILE} shows it whole
 * @param problem why there is no evidence, or why it cannot be read
 */
public record SpikeEntry(
        String at, Spike spike, List<Headline> findings, Optional<String> evidence, Optional<String> problem) {

    public SpikeEntry {
        findings = List.copyOf(findings);
    }

    /**
     * A finding in short.
     *
     * @param id stable name of the judge's conclusion
     */
    public record Headline(String id, Severity severity, Confidence confidence, String title) {
        public static Headline of(Finding f) {
            return new Headline(f.id(), f.severity(), f.confidence(), f.title());
        }
    }
}
