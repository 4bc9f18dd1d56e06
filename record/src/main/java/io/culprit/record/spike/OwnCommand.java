package io.culprit.record.spike;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this program once more, where nobody says which launcher did. */
final class OwnCommand {
    /** As the launcher starts an investigation: the recorder's own heap is too small for one. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx160m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    private OwnCommand() {}

    static List<String> get() {
        return of(
                System.getProperty("java.home", ""),
                System.getProperty("java.class.path", ""),
                System.getProperty("sun.java.command", ""));
    }

    static List<String> of(String javaHome, String classPath, String javaCommand) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(javaHome, "bin", "java").toString());
        command.addAll(OPTIONS);
        String main = javaCommand.split(" ", 2)[0];
        // Started by -jar, both say the jar.
        if (main.equals(classPath) || main.endsWith(".jar")) {
            command.add("-jar");
            command.add(classPath);
        } else {
            command.add("-cp");
            command.add(classPath);
            command.add(main);
        }
        return List.copyOf(command);
    }
}
