/*
 * mmap-leak: a program that maps a buffer for each file that it processes, and never unmaps it.
 *
 * The bug: process_file() maps 64 kB of anonymous memory as its buffer; the call of munmap stands behind the return. malloc
 * statistics show nothing, the heap is small: the memory is in mappings (which the kernel merges into one).
 * 8 MB a second (--rate), up to 1 GiB.
 *
 * A diagnosis must say: anonymous memory grows steadily, at about this rate, through process_file -> mmap.
 *
 * The twin unmaps it.
 */
#include "scenario.h"
#include <sys/mman.h>

enum { BUFFER_BYTES = 64 * 1024, TICK_MS = 20 };

static long rate = 8; /* MB a second */

NOINLINE static void process_file(void)
{
    char *buffer = mmap(NULL, BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (buffer == MAP_FAILED) die("mmap");
    memset(buffer, 0x5a, BUFFER_BYTES);
    if (healthy) munmap(buffer, BUFFER_BYTES); /* the bug: this is missing */
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--rate", &rate, NULL}, {0}};
    scenario_begin(argc, argv, options);
    READY("rate=%ldMB/s", rate);
    long done = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; done < due(start, 0, rate * 1000000 / BUFFER_BYTES, MEMORY_CAP_BYTES / BUFFER_BYTES); done++)
            process_file();
}
