package io.culprit.kernel.syscalls;

import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/PID/task/TID/syscall} (proc_pid_syscall(5)).
 *
 * <p>The kernel tells the call of a sleeping thread alone: for one that is on the CPU or waits for it, even in the midst of a
 * call, the file says {@code running} (task_current_syscall() in lib/syscall.c).
 */
public sealed interface TaskSyscall {

    /** On the CPU or waiting for it: in a call or not, the kernel does not say. */
    record Running() implements TaskSyscall {}

    /** Asleep outside of any call, as after a page fault. */
    record Elsewhere() implements TaskSyscall {}

    /** @param firstArgument as it stands in the register */
    record Asleep(int number, long firstArgument) implements TaskSyscall {}

    record Malformed() implements TaskSyscall {}

    /** @param b the file; only the first {@code length} bytes count */
    static TaskSyscall parse(byte[] b, int length) {
        String line = new String(b, 0, Math.clamp(length, 0, b.length), StandardCharsets.US_ASCII).stripTrailing();
        if (line.equals("running")) {
            return new Running();
        }
        String[] fields = line.split(" ", 4);
        try {
            int number = Integer.parseInt(fields[0]);
            if (number < 0) {
                return new Elsewhere();
            }
            // Number, six arguments, stack pointer and program counter: a line cut short has no argument to trust.
            if (fields.length < 4 || !fields[1].startsWith("0x")) {
                return new Malformed();
            }
            return new Asleep(number, Long.parseUnsignedLong(fields[1], 2, fields[1].length(), 16));
        } catch (NumberFormatException e) {
            return new Malformed();
        }
    }
}
