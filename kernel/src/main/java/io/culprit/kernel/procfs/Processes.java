package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All processes and their threads, fast: one buffer for all files, and paths relative to an open {@code /proc}, which saves
 * the kernel half of the look-up. Used by one thread.
 */
public final class Processes implements AutoCloseable {
    /** A stat line is below 500 bytes; the 15 bytes of the name cannot make it longer than that. */
    private static final int STAT_BYTES = 1024;

    private static final int PATH_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment path = arena.allocate(PATH_BYTES);
    private final MemorySegment buffer = arena.allocate(STAT_BYTES);
    private final byte[] bytes = new byte[STAT_BYTES];
    private final int directory;

    public Processes() {
        directory = Sys.open("/proc", Sys.O_RDONLY | Sys.O_DIRECTORY);
    }

    /** Pids in ascending order; a process may vanish before it is read. */
    public static int[] pids() {
        return numbers("/proc");
    }

    /** Thread ids in ascending order; none when the process is gone. */
    public static int[] tids(int pid) {
        return numbers("/proc/" + pid + "/task");
    }

    public Read<PidStat> stat(int pid) {
        return read(pid + "/stat");
    }

    public Read<PidStat> threadStat(int pid, int tid) {
        return read(pid + "/task/" + tid + "/stat");
    }

    private Read<PidStat> read(String relative) {
        if (directory < 0) {
            return Read.refused("open /proc", -directory);
        }
        byte[] name = relative.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, name.length);
        path.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
        int fd = Sys.open(directory, path, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open /proc/" + relative, -fd);
        }
        long n = Sys.read(fd, buffer);
        Sys.close(fd);
        if (n <= 0) {
            return Read.refused("read /proc/" + relative, n == 0 ? Errno.ESRCH : (int) -n);
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) n);
        return PidStat.parse(bytes, (int) n);
    }

    /** The command line with blanks between its arguments; empty for kernel threads and zombies. */
    public static Read<String[]> commandLine(int pid) {
        return KernelFile.bytes("/proc/" + pid + "/cmdline").map(CommandLine::split);
    }

    /** What {@code /proc/PID/exe} points to; ends in " (deleted)" when the file was replaced. */
    public static Read<String> executable(int pid) {
        return Links.read("/proc/" + pid + "/exe");
    }

    @Override
    public void close() {
        if (directory >= 0) {
            Sys.close(directory);
        }
        arena.close();
    }

    private static int[] numbers(String path) {
        String[] entries = new File(path).list();
        if (entries == null) {
            return new int[0];
        }
        int[] numbers = new int[entries.length];
        int count = 0;
        for (String e : entries) {
            if (e.charAt(0) >= '0' && e.charAt(0) <= '9') {
                numbers[count++] = Integer.parseInt(e);
            }
        }
        int[] exact = Arrays.copyOf(numbers, count);
        Arrays.sort(exact);
        return exact;
    }
}
