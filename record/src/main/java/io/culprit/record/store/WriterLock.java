package io.culprit.record.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Held by the one writer of a directory; the kernel releases it when the writer dies. The file holds the writer's pid. */
final class WriterLock implements AutoCloseable {
    static final String FILE = "lock";
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A reader that looks whether somebody writes holds it for microseconds. */
    private static final int TRIES = 20;

    private static final int PAUSE_MILLIS = 10;
    private static final int MAX_PID_BYTES = 20;

    /** Closing any descriptor of a file releases all locks of the process on it (fcntl(2)), so we must not open it twice. */
    private static final Set<Path> HELD_BY_US = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private WriterLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** @param directory its real path */
    static WriterLock take(Path directory) throws IOException, RecordingException {
        if (!HELD_BY_US.add(directory)) {
            throw taken(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE),
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!lock(channel)) {
                String pid = pid(channel);
                Closing.quietly(channel);
                throw taken(directory, pid);
            }
            sign(channel);
            return new WriterLock(directory, channel);
        } catch (IOException | RecordingException | RuntimeException e) {
            HELD_BY_US.remove(directory);
            throw e;
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (channel.tryLock() != null) {
                return true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static void sign(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            // On a full disk the lock holds all the same; a second writer is told of an unknown pid.
        }
    }

    private static String pid(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d+") ? pid : "unknown";
    }

    private static RecordingException taken(Path directory, String pid) {
        return new RecordingException("somebody records to " + directory + " already: the process with pid " + pid
                + "; stop it, or name another directory");
    }

    /** Whether somebody writes at this moment; no when that cannot be told. */
    static boolean isTaken(Path directory) {
        if (HELD_BY_US.contains(directory)) {
            return true;
        }
        Path file = directory.resolve(FILE);
        if (!Files.isReadable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Closing.quietly(channel);
        HELD_BY_US.remove(directory);
    }
}
