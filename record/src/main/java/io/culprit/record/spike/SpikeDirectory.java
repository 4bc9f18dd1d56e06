package io.culprit.record.spike;

import io.culprit.model.recording.Spike;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory {@code spikes} of a recording: for each spike {@code 20261123T031200.123Z.spike}, and beside it
 * {@code 20261123T031200.123Z.evidence.json.gz} once it was investigated. Files appear whole or not at all and belong to their
 * owner alone.
 */
public final class SpikeDirectory {
    private static final String SPIKE = ".spike";
    private static final String EVIDENCE = ".evidence.json.gz";
    /** Of ours and of the evidence's writer: left over by who was killed. */
    private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.(?:tmp|part)");

    private static final Pattern NAME =
            Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z(?:-\\d+)?)(\\.spike|\\.evidence\\.json\\.gz)");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** A spike is some hundred bytes. */
    private static final long LONGEST_BYTES = 1 << 16;
    /** Half a month of days with as many investigations as are usual at most, whatever is to be kept. */
    private static final int MOST = 100;

    private static final long TEMPORARY_LIVES_MILLIS = 3_600_000;

    private final Path directory;

    /** @param store directory of the recording */
    public SpikeDirectory(Path store) {
        directory = store.resolve("spikes");
    }

    /**
     * Those of the range, oldest first. What is no spike, or half of one, is left out.
     *
     * @throws IOException when the directory cannot be read; a missing one holds none
     */
    public List<StoredSpike> list(TimeRange range) throws IOException {
        List<StoredSpike> spikes = new ArrayList<>();
        for (String name : names()) {
            read(name).filter(s -> range.contains(s.spike().millis())).ifPresent(spikes::add);
        }
        spikes.sort(
                Comparator.comparingLong((StoredSpike s) -> s.spike().millis()).thenComparing(StoredSpike::name));
        return spikes;
    }

    private Optional<StoredSpike> read(String name) throws IOException {
        Path file = directory.resolve(name + SPIKE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST_BYTES) {
            return Optional.empty();
        }
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException expiredMeanwhile) {
            return Optional.empty();
        }
        Path evidence = evidence(name);
        return SpikeText.read(text)
                .map(c -> new StoredSpike(
                        name,
                        c.spike(),
                        Files.isRegularFile(evidence, LinkOption.NOFOLLOW_LINKS)
                                ? Optional.of(evidence)
                                : Optional.empty(),
                        c.problem()));
    }

    Path evidence(String name) {
        return directory.resolve(name + EVIDENCE);
    }

    /** @return the name that it has been given */
    String add(Spike spike, Optional<String> problem) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String stamp = STAMP.format(Instant.ofEpochMilli(spike.millis()));
        String name = stamp;
        for (int n = 2; Files.exists(directory.resolve(name + SPIKE)); n++) {
            name = stamp + "-" + n;
        }
        write(name, spike, problem);
        return name;
    }

    void write(String name, Spike spike, Optional<String> problem) throws IOException {
        Path temporary = Files.createTempFile(
                directory,
                ".spike-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(
                    temporary, SpikeText.write(new SpikeText.Content(spike, problem)), StandardCharsets.ISO_8859_1);
            Files.move(temporary, directory.resolve(name + SPIKE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Removes what is older, what is too much, and what a killed writer left. */
    public void expire(long beforeMillis) throws IOException {
        List<String> names = names();
        String oldest = STAMP.format(Instant.ofEpochMilli(beforeMillis));
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).compareTo(oldest) < 0 || i < names.size() - MOST) {
                Files.deleteIfExists(evidence(names.get(i)));
                Files.deleteIfExists(directory.resolve(names.get(i) + SPIKE));
            }
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (TEMPORARY.matcher(file.getFileName().toString()).matches()
                        && System.currentTimeMillis()
                                        - Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                                .toMillis()
                                > TEMPORARY_LIVES_MILLIS) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Oldest first, each once; also of evidence whose spike is missing, so that it expires. */
    private List<String> names() throws IOException {
        // Not so where the directory may not be looked at: that is an error.
        if (Files.notExists(directory)) {
            return List.of();
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher m = NAME.matcher(file.getFileName().toString());
                if (m.matches()) {
                    names.add(m.group(1));
                }
            }
        }
        return names.stream().sorted().toList();
    }
}
