package io.culprit.record.spike;

import io.culprit.model.recording.Spike;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A spike as the directory has it.
 *
 * @param name of its files, without an ending
 * @param evidence what was read while it lasted; empty while the investigation runs, and where there was none
 * @param problem why there is no evidence, one line for a person; empty when nothing is known to have failed
 */
public record StoredSpike(String name, Spike spike, Optional<Path> evidence, Optional<String> problem) {}
