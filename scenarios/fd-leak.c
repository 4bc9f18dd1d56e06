/*
 * fd-leak: a program that opens its state file for each request and forgets to close it.
 *
 * The bug: the early return of load_state() ("nothing changed") leaves the descriptor open. With the usual limit of 1024 it
 * is full within minutes; from then on every open fails with EMFILE, and so would accept and socket.
 *
 * A diagnosis must say: all 1024 descriptors in use, most of them one regular file (state.db), open fails with EMFILE.
 * With --steady (50 a second below a high limit) it must say: the descriptors grow, at this rate, full at that time.
 *
 * The twin closes the descriptor.
 */
#include "scenario.h"

enum { SOFT_LIMIT = 1024, AT_ONCE = 2000, FAILING_PER_SECOND = 20, STEADY_PER_SECOND = 50, TICK_MS = 20 };

static bool steady;
static char dir[] = "/tmp/fd-leak.XXXXXX", path[64];

static void remove_state(void)
{
    unlink(path);
    rmdir(dir);
}

/* Returns whether the file could be opened. */
NOINLINE static bool load_state(void)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (healthy && fd >= 0) close(fd); /* the bug: this is missing */
    return fd >= 0;
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--steady", NULL, &steady}, {0}};
    scenario_begin(argc, argv, options);
    if (!mkdtemp(dir)) die("mkdtemp");
    snprintf(path, sizeof path, "%s/state.db", dir);
    scenario_guard("fd-leak-guard", remove_state);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) die(path);
    close(fd);

    long limit = SOFT_LIMIT, attempts = 0, failed = 0;
    if (steady) limit = want_fds(MAX_FDS);
    else if (setrlimit(RLIMIT_NOFILE, &(struct rlimit){SOFT_LIMIT, SOFT_LIMIT})) die("setrlimit");
    long rate = steady ? STEADY_PER_SECOND : FAILING_PER_SECOND;
    long at_once = steady || healthy ? 0 : AT_ONCE;
    long cap = steady ? limit - 64 : 1L << 40; /* a failing open costs nothing; a steady one stops below the limit */
    bool told = false;
    for (double start = now_seconds();; sleep_ms(TICK_MS)) {
        for (; attempts < due(start, at_once, rate, cap); attempts++) failed += !load_state();
        if (!told) READY("limit=%ld failed=%ld path=%s", limit, failed, path);
        told = true;
    }
}
