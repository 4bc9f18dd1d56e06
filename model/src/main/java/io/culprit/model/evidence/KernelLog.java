package io.culprit.model.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Step 12: what the kernel said lately that somebody should hear.
 *
 * @param lookBackSeconds how far back was read
 * @param read messages read; {@code lost} whether the ring buffer had overwritten older ones within the look-back
 * @param messages that matched a kind, newest last, bounded; {@code counts} has all by kind
 */
public record KernelLog(
        long lookBackSeconds, int read, boolean lost, Map<Kind, Integer> counts, List<Message> messages) {

    public KernelLog {
        counts = Map.copyOf(counts);
        messages = List.copyOf(messages);
    }

    public enum Kind {
        OOM_KILL,
        HUNG_TASK,
        SOFT_LOCKUP,
        SEGFAULT,
        TABLE_OVERFLOW,
        SYN_FLOOD,
        NIC_RESET,
        CPU_THROTTLED,
        IO_ERROR,
        TCP_OUT_OF_MEMORY,
        KERNEL_BUG
    }

    /**
     * @param secondsAgo age when read
     * @param text as the kernel printed it, undecoded bytes replaced; not yet safe for a terminal
     * @param pid the process that the message names
     * @param name its name in the message
     */
    public record Message(Kind kind, double secondsAgo, String text, Optional<Integer> pid, Optional<String> name) {}
}
