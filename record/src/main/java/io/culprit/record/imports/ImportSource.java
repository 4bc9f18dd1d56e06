package io.culprit.record.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A file to take in.
 *
 * @param name for messages
 * @param modified when it was last written, where that is known
 * @param opener opens it, from the beginning each time
 * @param again it can be opened more than once
 */
public record ImportSource(String name, Optional<Instant> modified, Opener opener, boolean again) {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** Opens a file. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** @return unpacked where it is gzip; supports mark for so many bytes */
    InputStream open(int markBytes) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(opener.open(), markBytes);
        raw.mark(2);
        int first = raw.read();
        int second = raw.read();
        raw.reset();
        return first == GZIP_FIRST && second == GZIP_SECOND
                ? new BufferedInputStream(new Unpacked(raw), markBytes)
                : raw;
    }

    /** Its name without directory and endings. */
    String stem() {
        String base = name.substring(name.lastIndexOf('/') + 1);
        int dot = base.indexOf('.', 1);
        String stem = dot > 0 ? base.substring(0, dot) : base;
        return stem.isEmpty() || stem.equals("-") ? "stdin" : stem;
    }

    /** What is whole of a broken file is handed over before the fault: a buffer asks again only where more is said to be there. */
    private static final class Unpacked extends GZIPInputStream {
        Unpacked(InputStream packed) throws IOException {
            super(packed);
        }

        @Override
        public int available() {
            return 0;
        }
    }

    /** The first bytes, fewer where the file ends or cannot be read on. */
    static byte[] head(InputStream in, int bytes) throws IOException {
        byte[] head = new byte[bytes];
        int filled = 0;
        try {
            for (int n = 0; n >= 0 && filled < bytes; n = in.read(head, filled, bytes - filled)) {
                filled += n;
            }
        } catch (IOException e) {
            if (filled == 0) {
                throw e;
            }
            // Told when all of it is read.
        }
        return Arrays.copyOf(head, filled);
    }
}
