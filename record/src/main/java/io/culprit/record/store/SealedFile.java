package io.culprit.record.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A segment's rewritten form under a temporary name, until the commit renames it and removes the live one. */
final class SealedFile implements ChunkSink {
    private final LiveFile file;
    private final FileChannel channel;
    private final Path temporary;
    private final Path sealed;
    private final Path replaced;
    private final boolean durable;
    private boolean committed;

    SealedFile(FileChannel channel, Path temporary, Path sealed, Path replaced, Transfer transfer, boolean durable) {
        this.channel = channel;
        this.temporary = temporary;
        this.sealed = sealed;
        this.replaced = replaced;
        this.durable = durable;
        file = new LiveFile(channel, FileChunks.MAGIC_BYTES, 0, transfer, durable);
    }

    @Override
    public void add(int kind, int number, Bytes payload) throws IOException {
        file.add(kind, number, payload);
    }

    @Override
    public void commit() throws IOException {
        file.commit();
        if (durable) {
            channel.force(true);
        }
        Files.move(temporary, sealed, StandardCopyOption.ATOMIC_MOVE);
        committed = true;
        if (durable) {
            FileChunks.sync(sealed);
        }
        Files.deleteIfExists(replaced);
    }

    @Override
    public void rollback() {
        if (!committed) {
            FileChunks.removeQuietly(temporary);
        }
    }

    @Override
    public long bytes() {
        return file.bytes();
    }

    @Override
    public void close() {
        file.close();
        rollback();
    }
}
