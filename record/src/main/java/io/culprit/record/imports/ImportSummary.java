package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.TimeRange;
import java.util.List;
import java.util.Set;

/**
 * What an import brought.
 *
 * @param host as the recording names it
 * @param range first and last sample
 * @param processSamples rows of all samples
 * @param parts more than one where time fell by so much that what follows is another stretch of time
 * @param hostKeys series of the host, see {@link io.culprit.model.recording.HostKey}
 */
public record ImportSummary(
        String host,
        TimeRange range,
        long samples,
        long processes,
        long processSamples,
        int parts,
        Set<ProcessMetric> metrics,
        Set<String> hostKeys,
        List<ImportedFile> files) {

    public ImportSummary {
        metrics = Set.copyOf(metrics);
        hostKeys = Set.copyOf(hostKeys);
        files = List.copyOf(files);
    }

    /** Some line could not be used, or something was put right: what {@code --strict} refuses. */
    public boolean flawless() {
        return files.stream().allMatch(f -> f.badLines() == 0 && f.troubles().isEmpty());
    }
}
