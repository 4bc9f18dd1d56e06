package io.culprit.record.sample;

import io.culprit.model.recording.HostKey;

/** {@code /proc/meminfo} (proc_meminfo(5)): those of its lines that tell where the memory of a host has gone. */
final class MemoryText {
    private static final long KIB = 1024;
    private static final String[] FIELDS = {
        "MemTotal",
        "MemFree",
        "MemAvailable",
        "Buffers",
        "Cached",
        "SwapTotal",
        "SwapFree",
        "Dirty",
        "AnonPages",
        "Shmem",
        "Slab",
        "SUnreclaim",
        "KernelStack",
        "PageTables",
        "Committed_AS"
    };

    private MemoryText() {}

    static HostText fields() {
        NamedNumbers numbers = new NamedNumbers(KIB);
        for (String field : FIELDS) {
            numbers.with(field + ":", HostKey.MEMORY + field);
        }
        return numbers;
    }
}
