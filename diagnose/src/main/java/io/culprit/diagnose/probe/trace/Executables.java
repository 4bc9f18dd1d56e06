package io.culprit.diagnose.probe.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the head of an executable says. */
final class Executables {
    private static final int CLASS = 4;
    private static final int CLASS_32 = 1;

    private Executables() {}

    /** By the class in the head of the ELF file (elf(5)); false when it cannot be read. */
    static boolean of32Bits(int pid) {
        try (InputStream in = Files.newInputStream(Path.of("/proc/" + pid + "/exe"))) {
            return of32Bits(in.readNBytes(CLASS + 1));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    static boolean of32Bits(byte[] head) {
        return head.length > CLASS
                && head[0] == 0x7f
                && head[1] == 'E'
                && head[2] == 'L'
                && head[3] == 'F'
                && head[CLASS] == CLASS_32;
    }
}
