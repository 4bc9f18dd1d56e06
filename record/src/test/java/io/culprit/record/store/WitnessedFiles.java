package io.culprit.record.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usual file system, with a witness of all that changes a directory: what runs on one of its paths does to the disk what it
 * does without, step by step, and need not know.
 */
final class WitnessedFiles extends FileSystemProvider {
    private final FileSystemProvider real;
    private final FileSystem realSystem;
    private final FileSystem system = new Facade();
    private final FileStep.Witness witness;

    private WitnessedFiles(Path path, FileStep.Witness witness) {
        realSystem = path.getFileSystem();
        real = realSystem.provider();
        this.witness = witness;
    }

    /** @return the same path, under the eyes of the witness */
    static Path at(Path path, FileStep.Witness witness) {
        return new WitnessedFiles(path, witness).wrap(path);
    }

    private interface Wrapped {
        Path unwrapped();
    }

    private Path wrap(Path path) {
        return (Path) Proxy.newProxyInstance(
                WitnessedFiles.class.getClassLoader(),
                new Class<?>[] {Path.class, Wrapped.class},
                (self, method, args) -> {
                    switch (method.getName()) {
                        case "unwrapped" -> {
                            return path;
                        }
                        case "getFileSystem" -> {
                            return system;
                        }
                        default -> {}
                    }
                    for (int i = 0; args != null && i < args.length; i++) {
                        args[i] = args[i] instanceof Wrapped other ? other.unwrapped() : args[i];
                    }
                    try {
                        Object result = method.invoke(path, args);
                        return result instanceof Path p ? wrap(p) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Path unwrap(Path path) {
        return path instanceof Wrapped wrapped ? wrapped.unwrapped() : path;
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path file = unwrap(path);
        boolean isNew = !Files.exists(file);
        FileChannel channel = real.newFileChannel(file, options, attributes);
        String name = FileStep.name(file);
        if (isNew) {
            witness.saw(new FileStep.Create(name));
        } else if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            witness.saw(new FileStep.Truncate(name, 0));
        }
        return new WitnessedChannel(channel, name, Files.isDirectory(file), witness);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        real.move(unwrap(from), unwrap(to), options);
        witness.saw(new FileStep.Rename(FileStep.name(from), FileStep.name(to)));
    }

    @Override
    public void delete(Path path) throws IOException {
        real.delete(unwrap(path));
        witness.saw(new FileStep.Delete(FileStep.name(path)));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream = real.newDirectoryStream(unwrap(directory), p -> filter.accept(wrap(p)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> paths = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next() {
                        return wrap(paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(unwrap(path), modes);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(unwrap(path), type, options);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSameFile(Path a, Path b) throws IOException {
        return real.isSameFile(unwrap(a), unwrap(b));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(unwrap(path));
    }

    @Override
    public String getScheme() {
        return "witnessed";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    private final class Facade extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return WitnessedFiles.this;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return realSystem.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return realSystem.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return wrap(realSystem.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String syntaxAndPattern) {
            PathMatcher matcher = realSystem.getPathMatcher(syntaxAndPattern);
            return path -> matcher.matches(unwrap(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return realSystem.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}
