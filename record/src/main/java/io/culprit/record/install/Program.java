package io.culprit.record.install;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program that the service would run: this one.
 *
 * @param launcher {@code culprit}, absolute and without symbolic links
 * @param javaHome of the JDK that runs us
 */
public record Program(Path launcher, Path javaHome) {
    private static final String BUILT = ".culprit-build/lib/culprit-cli.jar";

    /** @param main a class of the jar that was started. @return empty where we do not run from a built launcher's directory */
    public static Optional<Program> running(Class<?> main) {
        CodeSource source = main.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(source.getLocation().toURI()).toRealPath();
            Path root = jar;
            for (int up = 0; up <= Path.of(BUILT).getNameCount() - 1 && root != null; up++) {
                root = root.getParent();
            }
            if (root == null || !jar.equals(root.resolve(BUILT)) || !Files.isExecutable(root.resolve("culprit"))) {
                return Optional.empty();
            }
            return Optional.of(new Program(
                    root.resolve("culprit"),
                    Path.of(System.getProperty("java.home")).toRealPath()));
        } catch (URISyntaxException | IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
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
