package io.culprit.record.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A file as it is and as it is to be; empty where there is none.
 *
 * @param before its bytes as UTF-8; what is none becomes U+FFFD, and such a file is not ours
 */
public record Change(Path file, Optional<String> before, Optional<String> after) {
    /** Anybody may read what a service is and how it is set. */
    private static final String READABLE = "rw-r--r--";

    static Change of(Path file, Optional<String> after) throws IOException {
        return new Change(file, read(file), after);
    }

    static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public boolean changesNothing() {
        return before.equals(after);
    }

    /** Somebody else wrote what stands there. */
    public boolean touchesAnothersFile() {
        return before.isPresent() && !Marked.bears(before.get());
    }

    /** What it would do, one line each; the whole file where there was none. */
    public List<String> difference() {
        return LineDiff.of(before.orElse(""), after.orElse(""));
    }

    /** The file appears whole or not at all. */
    public void carryOut() throws IOException {
        if (after.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, "." + file.getFileName(), ".part");
        try {
            Files.writeString(partial, after.get());
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(READABLE));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The reason of a failure in words. */
    public static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }
}
