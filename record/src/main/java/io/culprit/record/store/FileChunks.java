package io.culprit.record.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file for each segment: {@code 00000042.live} while it grows, {@code 00000042.seg} once it is rewritten. */
final class FileChunks implements Chunks {
    /** So that file(1) and a person know what it is; readers rely on the chunks. */
    private static final byte[] MAGIC = "CULPRIT\n".getBytes(StandardCharsets.US_ASCII);

    static final int MAGIC_BYTES = 8;

    /** How the name of a segment that is rewritten ends. */
    static final String SEALED = ".seg";

    private static final Pattern SEGMENT = Pattern.compile("(\\d{8,12})\\.(live|seg)");
    private static final Pattern LEFT_OVER = Pattern.compile("\\d{8,12}\\.tmp");

    /** Two listings that differ mean that the writer sealed a segment between them; it seals one in minutes. */
    private static final int MAX_LISTINGS = 10;

    private final Path directory;
    private final boolean durable;
    private final Transfer transfer = new Transfer();

    /** @param durable false for what can be made anew: nothing is forced to the medium */
    FileChunks(Path directory, boolean durable) {
        this.directory = directory;
        this.durable = durable;
    }

    static boolean isSegment(Path file) {
        return SEGMENT.matcher(file.getFileName().toString()).matches();
    }

    /** What a writer that was killed while it sealed a segment left behind. For the one writer alone. */
    void removeLeftOvers() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (LEFT_OVER.matcher(file.getFileName().toString()).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Both forms of one segment are listed when a writer was killed between the two steps of replacing one by the other. */
    @Override
    public List<Segment> segments() throws IOException {
        List<Segment> listed = list();
        for (int i = 0; i < MAX_LISTINGS; i++) {
            List<Segment> again = list();
            if (again.equals(listed)) {
                break;
            }
            listed = again;
        }
        return listed;
    }

    private List<Segment> list() throws IOException {
        List<Segment> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher m = SEGMENT.matcher(file.getFileName().toString());
                if (m.matches()) {
                    all.add(new Segment(Long.parseLong(m.group(1)), "live".equals(m.group(2))));
                }
            }
        }
        all.sort(null);
        return all;
    }

    @Override
    public Optional<ChunkSource> open(Segment segment) throws IOException {
        try {
            return Optional.of(new FileSource(path(segment), segment, transfer));
        } catch (NoSuchFileException e) {
            return segment.live() ? open(new Segment(segment.number(), false)) : Optional.empty();
        }
    }

    @Override
    public ChunkSink begin(long number) throws IOException {
        Segment segment = new Segment(number, true);
        Path file = path(segment);
        FileChannel channel = create(file, StandardOpenOption.CREATE_NEW);
        if (durable) {
            sync(file);
        }
        return new LiveFile(channel, MAGIC_BYTES, Framing.base(segment), transfer, durable);
    }

    @Override
    public ChunkSink resume(long number, long bytes) throws IOException {
        Segment segment = new Segment(number, true);
        FileChannel channel = FileChannel.open(path(segment), StandardOpenOption.WRITE);
        try {
            channel.truncate(bytes);
        } catch (IOException e) {
            Closing.quietly(channel);
            throw e;
        }
        return new LiveFile(channel, bytes, Framing.base(segment), transfer, durable);
    }

    @Override
    public ChunkSink seal(long number) throws IOException {
        Path temporary = directory.resolve("%08d.tmp".formatted(number));
        FileChannel channel = create(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        return new SealedFile(
                channel,
                temporary,
                path(new Segment(number, false)),
                path(new Segment(number, true)),
                transfer,
                durable);
    }

    /** For root and the recorder's user alone: command lines are in it. */
    private FileChannel create(Path file, OpenOption... how) throws IOException {
        List<OpenOption> options = new ArrayList<>(List.of(how));
        options.add(StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(
                file, Set.copyOf(options), PosixFilePermissions.asFileAttribute(WriterLock.OWNER_ONLY));
        try {
            transfer.write(channel, 0, MAGIC, 0, MAGIC_BYTES);
        } catch (IOException e) {
            Closing.quietly(channel);
            removeQuietly(file);
            throw e;
        }
        return channel;
    }

    @Override
    public void drop(Segment segment) throws IOException {
        Files.deleteIfExists(path(segment));
    }

    @Override
    public long bytes(Segment segment) throws IOException {
        try {
            return Files.size(path(segment));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        // Its files are closed by whoever opened them.
    }

    private Path path(Segment segment) {
        return directory.resolve("%08d.%s".formatted(segment.number(), segment.live() ? "live" : "seg"));
    }

    /** A new name is durable once its directory is (fsync(2)). */
    static void sync(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next writer removes it.
        }
    }
}
