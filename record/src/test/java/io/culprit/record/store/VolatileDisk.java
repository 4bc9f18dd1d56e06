package io.culprit.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A directory on a disk that keeps only what was synced, and of the rest what it likes: each sector of a file is as it was after
 * any of the steps since the file's last sync, whatever its neighbours are; the file's size likewise; of the changes of names
 * since the directory's last sync any may be missing. It promises less than POSIX does: but for one, which all file systems
 * with a journal keep, that a rename happens or not.
 */
final class VolatileDisk {
    static final int SECTOR_BYTES = 512;

    /** What a loss of power makes of that which was not synced. */
    enum Loss {
        ALL_LOST,
        ALL_KEPT,
        /** As a file system that writes all back in order, and is cut off somewhere. */
        A_BEGINNING_KEPT,
        ANY_SECTORS_KEPT,
        /** As before, and sectors that were never written hold what a file that is gone left there. */
        ANY_SECTORS_KEPT_ON_OLD_DATA
    }

    private static final class Inode {
        byte[] synced = new byte[0];
        /** After each step since then. */
        final List<byte[]> since = new ArrayList<>();

        byte[] now() {
            return since.isEmpty() ? synced : since.getLast();
        }

        void sync() {
            synced = now();
            since.clear();
        }
    }

    /** Of names; a rename has both, and others one. */
    private record Change(String removed, String added, Inode inode) {}

    private static final String NONE = "";

    private final Map<String, Inode> synced = new HashMap<>();
    private final Map<String, Inode> names = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    /** What was ever written, for sectors that hold it still. */
    private final List<byte[]> old = new ArrayList<>();

    /** As the directory is, all of it synced. */
    VolatileDisk(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Inode inode = new Inode();
                inode.synced = Files.readAllBytes(file);
                synced.put(FileStep.name(file), inode);
                old.add(inode.synced);
            }
        }
        names.putAll(synced);
    }

    void take(FileStep step) {
        switch (step) {
            case FileStep.Create(String name) -> change(new Change(NONE, name, new Inode()));
            case FileStep.Delete(String name) -> change(new Change(name, NONE, inode(name)));
            case FileStep.Rename(String from, String to) -> change(new Change(from, to, inode(from)));
            case FileStep.SyncNames() -> {
                synced.clear();
                synced.putAll(names);
                changes.clear();
            }
            case FileStep.Sync(String name) -> inode(name).sync();
            case FileStep.Truncate(String name, long size) ->
                inode(name).since.add(Arrays.copyOf(inode(name).now(), (int) size));
            case FileStep.Write(String name, long position, byte[] bytes) -> {
                byte[] before = inode(name).now();
                byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) position + bytes.length));
                System.arraycopy(bytes, 0, after, (int) position, bytes.length);
                inode(name).since.add(after);
            }
        }
    }

    private Inode inode(String name) {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new IllegalStateException("no file " + name);
        }
        return inode;
    }

    private void change(Change change) {
        apply(change, names);
        changes.add(change);
        if (!change.removed.isEmpty()) {
            old.add(change.inode.now());
        }
    }

    private static void apply(Change change, Map<String, Inode> to) {
        to.remove(change.removed);
        if (!change.added.isEmpty()) {
            to.put(change.added, change.inode);
        }
    }

    /** Fills an empty directory with what is left after the power was lost now. */
    void lose(Loss how, Random random, Path into) throws IOException {
        Map<String, Inode> left = new HashMap<>(synced);
        int beginning = random.nextInt(changes.size() + 1);
        for (int i = 0; i < changes.size(); i++) {
            boolean kept = switch (how) {
                case ALL_LOST -> false;
                case ALL_KEPT -> true;
                case A_BEGINNING_KEPT -> i < beginning;
                case ANY_SECTORS_KEPT, ANY_SECTORS_KEPT_ON_OLD_DATA -> random.nextBoolean();
            };
            if (kept) {
                apply(changes.get(i), left);
            }
        }
        for (Map.Entry<String, Inode> file : left.entrySet()) {
            Files.write(into.resolve(file.getKey()), content(file.getValue(), how, random));
        }
    }

    private byte[] content(Inode inode, Loss how, Random random) {
        List<byte[]> states = new ArrayList<>(inode.since);
        states.addFirst(inode.synced);
        return switch (how) {
            case ALL_LOST -> inode.synced;
            case ALL_KEPT -> inode.now();
            case A_BEGINNING_KEPT -> states.get(random.nextInt(states.size()));
            case ANY_SECTORS_KEPT -> mixed(states, new byte[0], random);
            case ANY_SECTORS_KEPT_ON_OLD_DATA ->
                mixed(states, old.isEmpty() ? new byte[0] : old.get(random.nextInt(old.size())), random);
        };
    }

    private static byte[] mixed(List<byte[]> states, byte[] unwritten, Random random) {
        int size = states.get(random.nextInt(states.size())).length;
        // Else a file's few steps nearly never lose all of one sector and keep all of another.
        boolean firstOrLast = random.nextBoolean();
        byte[] all = new byte[size];
        for (int at = 0; at < size; at += SECTOR_BYTES) {
            int length = Math.min(SECTOR_BYTES, size - at);
            byte[] state = firstOrLast
                    ? random.nextBoolean() ? states.getFirst() : states.getLast()
                    : states.get(random.nextInt(states.size()));
            byte[] from = at < state.length ? state : unwritten;
            System.arraycopy(from, Math.min(at, from.length), all, at, Math.clamp(from.length - at, 0, length));
        }
        return all;
    }
}
