package io.culprit.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The same chunks in SQLite, for the benchmark alone: a row each, one transaction a sample, write-ahead log and a full sync at
 * each commit. The checksum is kept beside the chunk, as SQLite has none of its own.
 */
final class SqliteChunks implements Chunks {
    private final Path file;
    private final Connection connection;

    SqliteChunks(Path directory) throws IOException {
        file = directory.resolve("chunks.db");
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute("CREATE TABLE IF NOT EXISTS chunk(id INTEGER PRIMARY KEY, segment INTEGER NOT NULL,"
                        + " live INTEGER NOT NULL, kind INTEGER NOT NULL, number INTEGER NOT NULL,"
                        + " checksum INTEGER NOT NULL, payload BLOB NOT NULL)");
                statement.execute("CREATE INDEX IF NOT EXISTS by_segment ON chunk(segment, live, kind, number)");
            }
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public List<Segment> segments() throws IOException {
        List<Segment> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT segment, live FROM chunk ORDER BY 1, 2")) {
            while (rows.next()) {
                all.add(new Segment(rows.getLong(1), rows.getInt(2) == 1));
            }
            return all;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Optional<ChunkSource> open(Segment segment) {
        return Optional.of(new Source(segment));
    }

    @Override
    public ChunkSink begin(long number) {
        return new Sink(number, true);
    }

    @Override
    public ChunkSink resume(long number, long bytes) {
        return new Sink(number, true);
    }

    @Override
    public ChunkSink seal(long number) {
        return new Sink(number, false);
    }

    @Override
    public void drop(Segment segment) throws IOException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM chunk WHERE segment = ? AND live = ?")) {
            delete.setLong(1, segment.number());
            delete.setInt(2, segment.live() ? 1 : 0);
            delete.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long bytes(Segment segment) throws IOException {
        return Files.size(file) / Math.max(1, segments().size());
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Live chunks are committed at once; those of a sealed segment wait here, for only one transaction is open at a time. */
    private final class Sink implements ChunkSink {
        @SuppressWarnings("ArrayRecordComponent") // Written once, by this class alone.
        private record Waiting(int kind, int number, byte[] payload) {}

        private final long segment;
        private final boolean live;
        private final List<Waiting> waiting = new ArrayList<>();
        private long bytes;

        Sink(long segment, boolean live) {
            this.segment = segment;
            this.live = live;
        }

        @Override
        public void add(int kind, int number, Bytes payload) {
            waiting.add(new Waiting(kind, number, Arrays.copyOf(payload.array(), payload.size())));
            bytes += payload.size();
        }

        @Override
        public void commit() throws IOException {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO chunk(segment, live, kind, number, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)")) {
                for (Waiting one : waiting) {
                    insert.setLong(1, segment);
                    insert.setInt(2, live ? 1 : 0);
                    insert.setInt(3, one.kind);
                    insert.setInt(4, one.number);
                    insert.setInt(5, Framing.checksum(one.payload, 0, one.payload.length));
                    insert.setBytes(6, one.payload);
                    insert.executeUpdate();
                }
                waiting.clear();
                if (live) {
                    connection.commit();
                } else {
                    drop(new Segment(segment, true));
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void rollback() {
            waiting.clear();
            try {
                connection.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }

    /** What SQLite refuses to give is missing; the rest is read row by row. */
    private final class Source implements ChunkSource {
        private final Segment segment;

        Source(Segment segment) {
            this.segment = segment;
        }

        @Override
        public String name() {
            return "segment " + segment.number();
        }

        @Override
        public boolean live() {
            return segment.live();
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public List<Chunk> chunks() throws IOException {
            List<Chunk> all = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT id, kind, number, length(payload), checksum FROM chunk WHERE segment = ? AND live = ? ORDER BY id")) {
                select.setLong(1, segment.number());
                select.setInt(2, segment.live() ? 1 : 0);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        all.add(new Chunk(
                                rows.getInt(2), rows.getInt(3), rows.getLong(1), rows.getInt(4), rows.getInt(5)));
                    }
                }
                return all;
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public List<Gap> gaps() {
            return List.of();
        }

        @Override
        public boolean read(Chunk chunk, Bytes into) throws IOException {
            byte[] payload;
            try (PreparedStatement select = connection.prepareStatement("SELECT payload FROM chunk WHERE id = ?")) {
                select.setLong(1, chunk.position());
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        return false;
                    }
                    payload = rows.getBytes(1);
                }
            } catch (SQLException e) {
                return false;
            }
            into.clear();
            into.bytes(payload, 0, payload.length);
            return Framing.checksum(payload, 0, payload.length) == chunk.checksum();
        }

        @Override
        public void slice(Chunk chunk, int from, int length, Bytes into) throws IOException {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT substr(payload, ?, ?) FROM chunk WHERE id = ?")) {
                select.setInt(1, from + 1);
                select.setInt(2, length);
                select.setLong(3, chunk.position());
                try (ResultSet rows = select.executeQuery()) {
                    byte[] part = rows.next() ? rows.getBytes(1) : new byte[0];
                    into.clear();
                    into.bytes(part, 0, part.length);
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            // The connection is the engine's.
        }
    }
}
