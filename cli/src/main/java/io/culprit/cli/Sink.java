package io.culprit.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where a report or the evidence goes. A file is proven writable before the investigation begins, appears whole or not at
 * all, and leaves nothing behind when something fails or the user interrupts.
 */
final class Sink implements AutoCloseable {
    /** What is written may name addresses and command lines: it belongs to who asked. */
    private static final String OWNER_ALONE = "rw-------";

    private final @Nullable Path target;
    private final @Nullable Path partial;
    private final Thread cleaner;

    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private Sink(@Nullable Path target, @Nullable Path partial) {
        this.target = target;
        this.partial = partial;
        cleaner = new Thread(this::discard, "remove unfinished files");
        if (partial != null) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
    }

    /** @param file null for standard output */
    static Sink at(@Nullable Path file) throws CannotDo {
        if (file == null || special(file)) {
            return new Sink(file, null);
        }
        if (Files.isDirectory(file)) {
            throw new CannotDo("cannot write " + file + ": it is a directory");
        }
        Path directory = file.toAbsolutePath().getParent();
        try {
            return new Sink(
                    file,
                    Files.createTempFile(
                            directory,
                            "." + file.getFileName(),
                            ".part",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ALONE))));
        } catch (IOException e) {
            throw new CannotDo("cannot write " + file + ": " + reason(e));
        }
    }

    /** Fails now, and not after the work, where the file could not be written; null proves nothing. */
    static void prove(@Nullable Path file) throws CannotDo {
        at(file).close();
    }

    void write(Writer writer) throws CannotDo {
        try (OutputStream out = new BufferedOutputStream(stream())) {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new CannotDo("cannot write " + (target == null ? "to standard output" : target) + ": " + reason(e));
        }
        if (target != null && partial != null) {
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new CannotDo("cannot write " + target + ": " + reason(e));
            }
        }
    }

    private OutputStream stream() throws IOException {
        if (target == null) {
            return new FileOutputStream(FileDescriptor.out);
        }
        return Files.newOutputStream(partial == null ? target : partial);
    }

    /** A device or a pipe cannot be replaced by a file. */
    private static boolean special(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "its directory does not exist";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }

    private void discard() {
        if (partial != null) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException e) {
                // Nobody is left to tell, and the name says what it is.
            }
        }
    }

    @Override
    public void close() {
        if (partial == null) {
            return;
        }
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // Shutting down already: the hook does the same.
        }
    }
}
