package io.culprit.record.spike;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is usual, kept beside the spikes, so that a recorder that starts anew need not read a week of samples for it. A number
 * that says what it is, the version, the profiles, the last hour, and a CRC-32C of all before it. It can be made again from the recording.
 */
final class UsualFile {
    private static final String DIRECTORY = "spikes";
    private static final int MAGIC = 0x43_55_53_4c;
    private static final int VERSION = 2;
    /** 512 programs of 5 KB, the last hour of 4096, and their names. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private UsualFile() {}

    record Kept(Usual usual, LastHour lastHour) {}

    static Path in(Path store) {
        return store.resolve(DIRECTORY).resolve("usual");
    }

    /** Appears whole or not at all. */
    static void save(Kept kept, Path store) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        kept.usual().write(out);
        kept.lastHour().write(out);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.toByteArray());
        out.writeInt((int) checksum.getValue());
        Path file = in(store);
        Path directory = store.resolve(DIRECTORY);
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary = Files.createTempFile(
                directory,
                ".spike-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(temporary, bytes.toByteArray());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** @return empty where there is none, or what is there is damaged or of another version: then it is made again */
    static Optional<Kept> load(Path store) {
        try {
            Path file = in(store);
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < CHECKSUM_BYTES) {
                return Optional.empty();
            }
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            DataInputStream end =
                    new DataInputStream(new ByteArrayInputStream(bytes, bytes.length - CHECKSUM_BYTES, CHECKSUM_BYTES));
            if (end.readInt() != (int) checksum.getValue() || in.readInt() != MAGIC || in.readInt() != VERSION) {
                return Optional.empty();
            }
            return Optional.of(new Kept(Usual.read(in), LastHour.read(in)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
