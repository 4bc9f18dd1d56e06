package io.culprit.record.store;

import io.culprit.model.recording.Recording;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that holds a recording: the way in for all who write or read one. */
public final class RecordingDirectory {
    private RecordingDirectory() {}

    /**
     * Goes on with the recording of the directory, or begins one; creates the directory for its owner alone.
     *
     * @throws RecordingException when somebody else writes to it, it holds something else, or it cannot be written
     */
    public static RecordingWriter write(Path directory, Origin origin, Limits limits) throws RecordingException {
        return write(directory, origin, limits, true);
    }

    /**
     * As {@link #write(Path, Origin, Limits)}.
     *
     * @param durable false for what can be made anew, as an import can: nothing is forced to the medium
     */
    public static RecordingWriter write(Path directory, Origin origin, Limits limits, boolean durable)
            throws RecordingException {
        try {
            Path real = prepared(directory);
            WriterLock lock = WriterLock.take(real);
            try {
                FileChunks chunks = new FileChunks(real, durable);
                chunks.removeLeftOvers();
                return StoreWriter.open(chunks, lock, origin, limits);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RecordingException("cannot record to " + directory + ": " + words(e), e);
        }
    }

    /**
     * What was committed until now; changes nothing, whatever it finds, and needs nobody's permission but the files'.
     *
     * @throws RecordingException when there is no recording
     */
    public static Recording read(Path directory) throws RecordingException {
        require(directory);
        try {
            Path real = directory.toRealPath();
            return new StoredRecording(new FileChunks(real, false), WriterLock.isTaken(real));
        } catch (IOException e) {
            throw new RecordingException("cannot read the recording in " + directory + ": " + words(e), e);
        }
    }

    /** @throws RecordingException when the directory holds something else than a recording, is none, or cannot be listed */
    public static void require(Path directory) throws RecordingException {
        try {
            if (!Files.isDirectory(directory)) {
                throw new RecordingException(
                        Files.exists(directory)
                                ? directory + " is no directory, so it holds no recording"
                                : "there is no recording in " + directory + ": the directory does not exist");
            }
            if (holdsSomethingElse(directory)) {
                throw new RecordingException("there is no recording in " + directory);
            }
        } catch (IOException e) {
            throw new RecordingException("cannot read the recording in " + directory + ": " + words(e), e);
        }
    }

    /** Whether it holds hours of the past, and not only what its writer has just begun. */
    public static boolean holdsSealed(Path directory) {
        try (DirectoryStream<Path> sealed = Files.newDirectoryStream(directory, "*" + FileChunks.SEALED)) {
            return sealed.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static Path prepared(Path directory) throws IOException, RecordingException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new RecordingException("cannot record to " + directory + ": it is no directory");
        }
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else if (holdsSomethingElse(directory)) {
            throw new RecordingException("cannot record to " + directory
                    + ": it holds other files and no recording; name an empty directory, or one that does not exist");
        }
        return directory.toRealPath();
    }

    private static boolean holdsSomethingElse(Path directory) throws IOException {
        boolean other = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (FileChunks.isSegment(file) || file.getFileName().toString().equals(WriterLock.FILE)) {
                    return false;
                }
                // A file system of its own has this one.
                other |= !file.getFileName().toString().equals("lost+found");
            }
        }
        return other;
    }

    private static String words(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
