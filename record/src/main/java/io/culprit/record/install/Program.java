package io.culprit.record.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program that the service would run: this one.
 *
 * @param launcher {@code culprit}, absolute and without symbolic links
 * @param javaHome of the JDK that runs us
 */
public record Program(Path launcher, Path javaHome) {
    private static final String BUILT = ".culprit-build/lib/culprit-cli.jar";

    /** @return empty where we do not run from a built launcher's directory */
    public static Optional<Program> running() {
        return of(System.getProperty("java.class.path", ""), System.getProperty("java.home", ""));
    }

    /**
     * The class path is asked, and not where a class came from: a start-up cache that was copied along with its jar answers that
     * with the place where it was made.
     *
     * @param classPath started by -jar, it is the jar
     */
    static Optional<Program> of(String classPath, String javaHome) {
        try {
            Path jar = Path.of(classPath).toRealPath();
            Path root = jar;
            for (int up = 0; up <= Path.of(BUILT).getNameCount() - 1 && root != null; up++) {
                root = root.getParent();
            }
            if (root == null || !jar.equals(root.resolve(BUILT)) || !Files.isExecutable(root.resolve("culprit"))) {
                return Optional.empty();
            }
            return Optional.of(
                    new Program(root.resolve("culprit"), Path.of(javaHome).toRealPath()));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** When a file of the program was last written here, in seconds since 1970; the time that a copy took over does not count. */
    public long writtenSeconds() throws IOException {
        long latest = changed(launcher);
        try (Stream<Path> built = Files.list(launcher.resolveSibling(BUILT).getParent())) {
            for (Path file : (Iterable<Path>) built::iterator) {
                latest = Math.max(latest, changed(file));
            }
        }
        return latest;
    }

    private static long changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.SECONDS);
    }

    /** What makes the service impossible, one line each. */
    public List<String> obstacles() {
        List<String> found = new ArrayList<>();
        if (!ServiceUnit.plain(launcher) || !ServiceUnit.plain(javaHome)) {
            found.add("a unit cannot name " + (ServiceUnit.plain(launcher) ? javaHome : launcher)
                    + ": move it to a path of letters, digits, '-', '_' and '.'");
        }
        for (Path file : List.of(launcher, javaHome.resolve("bin/java"))) {
            if (!may(file, PosixFilePermission.OTHERS_EXECUTE) || !may(file, PosixFilePermission.OTHERS_READ)) {
                found.add("the service has a user of its own, who may not run " + file + ": chmod o+rx it");
            }
        }
        Path tmp = Path.of("/tmp");
        if (launcher.startsWith(tmp) || launcher.startsWith("/var/tmp")) {
            found.add(launcher + " is below " + (launcher.startsWith(tmp) ? tmp : "/var/tmp")
                    + ", which is emptied at times and which the service does not see: copy its directory to /opt");
        }
        return found;
    }

    /**
     * Files and directories on the way to the program that somebody else than root could exchange: who can, decides what runs with
     * the service's rights.
     */
    public List<Path> exchangeable() throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> ways = new ArrayList<>(List.of(launcher, javaHome.resolve("bin/java")));
        try (Stream<Path> built = Files.walk(launcher.resolveSibling(".culprit-build"))) {
            built.forEach(ways::add);
        }
        for (Path way : ways) {
            for (Path p = way; p != null; p = p.getParent()) {
                if (!found.contains(p) && exchangeable(p)) {
                    found.add(p);
                }
            }
        }
        return found;
    }

    private static boolean exchangeable(Path path) throws IOException {
        PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
        boolean others = file.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                || (file.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        && !file.group().getName().equals("root"));
        return others || !file.owner().getName().equals("root");
    }

    private static boolean may(Path file, PosixFilePermission what) {
        try {
            return Files.getPosixFilePermissions(file).contains(what);
        } catch (IOException e) {
            return false;
        }
    }
}
