/*
 * vanish: a suspect that burns a core and has gone before the investigation ends.
 *
 * Not a case with a verdict: it tests that a tool which looks at a process survives its end at any moment (files of /proc that
 * are no longer there, threads that cannot be opened, an empty trace) and says so.
 *
 * --after S: ends S seconds after "ready" (default 2). The twin sleeps, and ends as well.
 */
#include "scenario.h"

static long after = 2;

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--after", &after, NULL}, {0}};
    scenario_begin(argc, argv, options);
    READY("after=%lds", after);
    if (healthy) sleep_ms(after * 1000);
    for (double end = now_seconds() + (double)after; !healthy && now_seconds() < end;) {}
    scenario_end(0);
}
