package io.culprit.kernel.tasks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that looks like /proc of an old kernel: no count of descriptors in st_size. */
final class ProcFolder {
    private final Path root;

    ProcFolder(Path root) {
        this.root = root;
    }

    void process(int pid, String name, long start, int ticks, int threads) throws IOException {
        Path fd = Files.createDirectories(root.resolve(pid + "/fd"));
        Files.createSymbolicLink(fd.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(fd.resolve("1"), Path.of("socket:[4026]"));
        write(pid, "stat", stat(pid, name, start, ticks, threads));
        write(pid, "status", status(116, 31));
        write(pid, "io", "rchar: 1\nread_bytes: 4096\nwrite_bytes: 8192\n");
    }

    static String stat(int pid, String name, long start, int ticks, int threads) {
        return pid + " (" + name + ") S 1 7 7 0 -1 4194304 2811 52344 3 17 " + ticks + " 45 310 88 20 0 " + threads
                + " 0 " + start + " 7802880 1032 18446744073709551615 94114\n";
    }

    static String status(int anonKib, int switches) {
        return "Name:\tx\nVmRSS:\t 1 kB\nRssAnon:\t " + anonKib + " kB\nRssFile:\t1644 kB\nRssShmem:\t0 kB\n"
                + "Threads:\t1\nvoluntary_ctxt_switches:\t" + switches + "\nnonvoluntary_ctxt_switches:\t4\n";
    }

    /** In place: what holds the file open sees the new text, as of /proc. */
    void write(int pid, String file, String text) throws IOException {
        Files.write(root.resolve(pid + "/" + file), text.getBytes(StandardCharsets.US_ASCII));
    }

    void delete(int pid) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(Integer.toString(pid)))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    // In /proc a file that somebody holds open says nothing any more either.
                    Files.write(file, new byte[0]);
                }
                Files.delete(file);
            }
        }
    }
}
