package io.culprit.report;

import io.culprit.model.evidence.Evidence;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Evidence in a file, to be judged again later or elsewhere with the same result.
 *
 * <p>The file is the record {@link Evidence} as one JSON object, as {@link Shape} describes, gzipped when its name ends in
 * {@code .gz}. Its first field is {@code format}; a file of another format, or one that differs from the record in any
 * field, is refused. What is read back equals what was saved, but for halves of surrogate pairs, which become U+FFFD.
 */
public final class EvidenceFile {
    private static final int GZIP_MAGIC = 0x1f8b;
    /** The first field, which says whether the others can be understood. */
    private static final String FORMAT = "format";

    private static final Shape INT = new Scalar.Whole(false);
    private static final String PRIVATE = "rw-------";

    private EvidenceFile() {}

    /** A file that cannot be read as evidence. The message is one line for a person, safe for a terminal. */
    public static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(Path file, String problem) {
            super(SafeText.of(file + ": " + problem));
        }
    }

    /** Evidence that could not be saved; nothing is left behind. The message is one line, safe for a terminal. */
    public static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1;

        Unwritable(Path file, String problem) {
            super(SafeText.of("could not save the evidence to " + file + ": " + problem));
        }
    }

    /**
     * Saves completely or not at all; only the owner may read the file, since command lines are in it.
     *
     * @throws Unwritable when it could not be saved
     */
    public static void save(Evidence evidence, Path file) throws Unwritable {
        Path temporary = null;
        try {
            // Through a symbolic link, and never in place of a device.
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target))
                throw new Unwritable(
                        file, Files.isDirectory(target) ? "it is a directory" : "it is not a regular file");
            Path directory = target.getParent();
            if (directory == null || !Files.isDirectory(directory)) throw new Unwritable(file, "no such directory");
            temporary = Files.createTempFile(
                    directory,
                    ".culprit-",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            write(evidence, temporary, file.toString().endsWith(".gz"));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            temporary = null;
        } catch (Unwritable e) {
            throw e;
        } catch (IOException e) {
            throw new Unwritable(file, why(e));
        } finally {
            if (temporary != null) discard(temporary);
        }
    }

    private static void write(Evidence evidence, Path temporary, boolean zip) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            OutputStream plain = Channels.newOutputStream(channel);
            if (zip) {
                try (OutputStream zipped = new GZIPOutputStream(plain) {
                    @Override
                    public void close() throws IOException {
                        finish();
                        def.end();
                    }
                }) {
                    Json.write(Shapes.of(Evidence.class), evidence, zipped, true);
                }
            } else {
                Json.write(Shapes.of(Evidence.class), evidence, plain, true);
            }
            // A rename may reach the disk before the data does.
            channel.force(true);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            temporary.toFile().deleteOnExit();
        }
    }

    /** @throws Unreadable when the file cannot be read, or is not what {@link #save} writes */
    public static Evidence load(Path file) throws Unreadable {
        if (Files.isDirectory(file)) throw new Unreadable(file, "it is a directory");
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = unzipped(raw);
                JsonParser json = Json.parser(in)) {
            Evidence evidence = read(file, json);
            if (json.nextToken() != null) throw new Unreadable(file, "more text follows after the evidence");
            return evidence;
        } catch (Shape.Mismatch e) {
            throw new Unreadable(file, "not evidence that this version can read: " + e.getMessage());
        } catch (StreamConstraintsException e) {
            throw new Unreadable(file, "larger than evidence can be: " + e.getOriginalMessage());
        } catch (JacksonIOException e) {
            throw new Unreadable(
                    file, why(e.getCause() == null ? new IOException(e.getOriginalMessage()) : e.getCause()));
        } catch (JacksonException e) {
            throw new Unreadable(
                    file,
                    "not JSON: " + SafeText.of(e.getOriginalMessage(), 200) + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        } catch (Unreadable e) {
            throw e;
        } catch (IOException e) {
            throw new Unreadable(file, why(e));
        }
    }

    private static Evidence read(Path file, JsonParser json) throws Unreadable {
        if (json.nextToken() == null) throw new Unreadable(file, "it is empty");
        if (json.currentToken() != JsonToken.START_OBJECT
                || json.nextToken() != JsonToken.PROPERTY_NAME
                || !json.currentName().equals(FORMAT)) throw new Unreadable(file, "this is not saved evidence");
        json.nextToken();
        if (!(INT.read(json) instanceof Integer format) || format != Evidence.FORMAT)
            throw new Unreadable(
                    file, "saved in format " + json.getString() + ", and this version reads format " + Evidence.FORMAT);
        RecordShape shape = Shapes.of(Evidence.class);
        @Nullable Object[] values = new Object[shape.fields().size()];
        values[shape.indexOf(FORMAT)] = format;
        return (Evidence) shape.readRest(json, "the beginning", values);
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(raw) : raw;
    }

    private static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException x -> "no such file or directory";
            case AccessDeniedException x -> "permission denied";
            case NotDirectoryException x -> "not a directory";
            case FileSystemException x when x.getReason() != null -> x.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
