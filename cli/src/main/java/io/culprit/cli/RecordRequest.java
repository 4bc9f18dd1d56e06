package io.culprit.cli;

import io.culprit.record.sample.RecorderSettings.Changes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code culprit record} was asked to do.
 *
 * @param settings of the command line; they come before those of the configuration
 * @param store empty for that of the configuration, or the usual one
 * @param config empty for the usual one, if it is there
 * @param length empty for as long as nobody ends it
 * @param quiet nothing is said but what went wrong
 */
record RecordRequest(
        Changes settings,
        Optional<Path> store,
        Optional<Path> config,
        Optional<Duration> length,
        SourceChoice source,
        boolean quiet) {}
