/*
 * malloc-leak: a server that keeps a little of every request.
 *
 * The bug: handle_request() frees its work buffers, but the session record which leak_here() makes is remembered by
 * nobody. The heap grows by 8 MB a second (--rate) in blocks of 700 bytes, up to 1 GiB.
 *
 * A diagnosis must say: anonymous memory (heap) of this process grows steadily, at about this rate, and, where
 * page-fault stacks can be had: through handle_request -> leak_here -> malloc.
 *
 * The twin frees the record.
 */
#include "scenario.h"

enum { RECORD_BYTES = 700, SCRATCH_BYTES = 200, TICK_MS = 20 };

static long rate = 8; /* MB a second */
static char *volatile last;

NOINLINE static char *leak_here(void)
{
    char *record = malloc(RECORD_BYTES);
    if (!record) die("malloc");
    memset(record, 0x5a, RECORD_BYTES);
    last = record;
    return record;
}

NOINLINE static void handle_request(void)
{
    char *scratch = malloc(SCRATCH_BYTES);
    if (!scratch) die("malloc");
    memset(scratch, 1, SCRATCH_BYTES);
    char *record = leak_here();
    if (healthy) free(record); /* the bug: this is missing */
    last = scratch;
    free(scratch);
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--rate", &rate, NULL}, {0}};
    scenario_begin(argc, argv, options);
    READY("rate=%ldMB/s", rate);
    long done = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; done < due(start, 0, rate * 1000000 / RECORD_BYTES, MEMORY_CAP_BYTES / RECORD_BYTES); done++)
            handle_request();
}
