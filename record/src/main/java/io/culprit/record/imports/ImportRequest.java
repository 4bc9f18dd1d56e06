package io.culprit.record.imports;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * @param format of all sources; empty finds out for each
 * @param zone of times that name none
 * @param date of the first sample, where the file does not say it
 * @param host whose recording it is, where the file does not say it or says it wrongly
 */
public record ImportRequest(
        List<ImportSource> sources,
        Optional<ImportFormat> format,
        ZoneId zone,
        Optional<LocalDate> date,
        Optional<String> host) {
    public ImportRequest {
        sources = List.copyOf(sources);
    }
}
