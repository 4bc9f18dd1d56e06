package io.culprit.model.evidence;

import io.culprit.model.Answer;
import java.util.List;
import java.util.Optional;

/**
 * Step 6: memory of one suspect, bytes, without reading smaps.
 *
 * @param rss at the last reading, split in {@code anon}, {@code file} and {@code shmem} (proc_pid_status(5))
 * @param data {@code VmData}
 * @param virtual {@code VmSize}; 0 where it was not read, as in the replay of a recording
 * @param growthBytesPerSecond of anon plus swap over the window, robust against single jumps
 * @param largest mappings by size (virtual), largest first; reserved address space that has no permission is left out
 * @param deleted mappings of files that were deleted
 * @param odd mappings worth a look: {@code rwxs}, {@code /dev/zero (deleted)}, executable anonymous memory
 * @param hugePages "always", "madvise" or "never" on this host, and whether the process opted out
 * @param smaps only when the user asked for it
 */
public record ProcessMemory(
        long rss,
        long anon,
        long file,
        long shmem,
        long swap,
        long data,
        long virtual,
        double growthBytesPerSecond,
        double dataGrowthBytesPerSecond,
        Answer<Integer> mappings,
        Answer<List<Mapping>> largest,
        Answer<List<Mapping>> deleted,
        Answer<List<Mapping>> odd,
        Answer<String> hugePages,
        Optional<Smaps> smaps) {

    /** @param why what makes it worth a look; empty for the merely large */
    public record Mapping(String address, long bytes, String permissions, String path, String why) {}

    /** From {@code smaps_rollup}, bytes. */
    public record Smaps(long pss, long privateDirty, long sharedDirty, long anonHugePages, long swapPss) {}
}
