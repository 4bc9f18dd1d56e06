package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 on a small disk that is a file. One that is cached loses with its power what it was
 * not told to flush: the file holds another ext4, on that lies the disk, and the page cache of that ext4 is the disk's own.
 */
final class Drive implements AutoCloseable {
    private static final long BYTES = 24 << 20;
    private static final long CACHED_BYTES = 40 << 20;
    private static final int PIECE = 1 << 20;
    private static final String INNER = "inner.img";

    private final Mounted files;
    private final Mounted cache;
    private final Path at;

    private Drive(Mounted cache, Mounted files, Path at) {
        this.cache = cache;
        this.files = files;
        this.at = at;
    }

    /**
     * Makes a disk with an empty ext4 on it.
     *
     * @param work a directory that is empty before and after
     */
    static void make(Path image, boolean cached, Path work) throws IOException {
        zeros(image, cached ? CACHED_BYTES : BYTES);
        Mounted.makeExt4(image);
        if (cached) {
            try (Mounted outer = Mounted.ext4(image, work, true, "noatime")) {
                assertThat(outer).isNotNull();
                zeros(work.resolve(INNER), BYTES);
                Mounted.makeExt4(work.resolve(INNER));
            }
        }
    }

    /** Written out, for a place that is only reserved would have to be noted when it is written to. */
    static void zeros(Path file, long bytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] piece = new byte[PIECE];
            for (long done = 0; done < bytes; done += PIECE) {
                out.write(piece);
            }
        }
    }

    /** @param options of the ext4, beyond the usual ones */
    static Drive mount(Path image, boolean cached, Path work, String options) throws IOException {
        Path outer = Files.createDirectories(work.resolve("disk"));
        Path at = Files.createDirectories(work.resolve("files"));
        if (!cached) {
            Mounted files = Mounted.ext4(image, at, true, options);
            return new Drive(files, files, at);
        }
        Mounted cache = Mounted.ext4(image, outer, true, "noatime");
        try {
            return new Drive(cache, Mounted.ext4(outer.resolve(INNER), at, false, options), at);
        } catch (IOException | RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    Path files() {
        return at;
    }

    @Override
    public void close() throws IOException {
        files.close();
        if (cache != files) {
            cache.close();
        }
    }
}
