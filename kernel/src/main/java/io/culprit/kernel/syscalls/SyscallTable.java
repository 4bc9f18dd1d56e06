package io.culprit.kernel.syscalls;

import io.culprit.kernel.sys.Arch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Names of system calls by number, and which take a descriptor as first argument. The tables are resources, one for each
 * architecture, made from the kernel's own (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h).
 */
public final class SyscallTable {
    /** Above the newest number (470 in Linux 6.19) with room for years, and a size that a program in the kernel can hold. */
    public static final int SIZE = 1024;
    /** {@code AT_FDCWD}: stands where a descriptor could, and is none. */
    public static final int AT_FDCWD = -100;
    /** x32 calls have this bit set (arch/x86/include/uapi/asm/unistd.h). */
    private static final int X32_BIT = 0x40000000;

    private static final SyscallTable CURRENT = of(Arch.current().name());

    private final @Nullable String[] names = new @Nullable String[SIZE];
    private final boolean[] descriptorFirst = new boolean[SIZE];
    private final Map<String, Integer> numbers = new HashMap<>();

    private SyscallTable(String lines) {
        for (String line : lines.lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" ", 3);
            int number = Integer.parseInt(parts[0]);
            names[number] = parts[1];
            descriptorFirst[number] = parts.length == 3;
            numbers.put(parts[1], number);
        }
    }

    public static SyscallTable current() {
        return CURRENT;
    }

    /** @param arch {@code x86_64} or {@code aarch64} */
    static SyscallTable of(String arch) {
        try (InputStream in = SyscallTable.class.getResourceAsStream(arch + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no table of system calls for " + arch);
            }
            return new SyscallTable(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code recvfrom}; {@code syscall 999} for a number without a name. */
    public String name(int number) {
        String name = number >= 0 && number < SIZE ? names[number] : null;
        if (name != null) {
            return name;
        }
        return number > 0 && (number & X32_BIT) != 0 ? "x32 syscall " + (number ^ X32_BIT) : "syscall " + number;
    }

    public OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    public boolean descriptorFirst(int number) {
        return number >= 0 && number < SIZE && descriptorFirst[number];
    }
}
