package io.culprit.record.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Tells of what changes a file. Of writing, knows the way alone that the store takes: at a place, from one buffer. */
final class WitnessedChannel extends FileChannel {
    private final FileChannel channel;
    private final String name;
    private final boolean directory;
    private final FileStep.Witness witness;

    WitnessedChannel(FileChannel channel, String name, boolean directory, FileStep.Witness witness) {
        this.channel = channel;
        this.name = name;
        this.directory = directory;
        this.witness = witness;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        ByteBuffer seen = from.duplicate();
        int written = channel.write(from, position);
        byte[] bytes = new byte[written];
        seen.get(bytes);
        witness.saw(new FileStep.Write(name, position, bytes));
        return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        channel.truncate(size);
        witness.saw(new FileStep.Truncate(name, size));
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        channel.force(metaData);
        witness.saw(directory ? new FileStep.SyncNames() : new FileStep.Sync(name));
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return channel.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }

    @Override
    public int read(ByteBuffer into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }
}
