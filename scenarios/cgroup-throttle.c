/*
 * cgroup-throttle: a service that may use 30 % of a CPU and wants all of it.
 *
 * The bug: the quota of its cgroup was copied from a smaller service. The kernel lets it run for 30 ms of each 100 ms and
 * stops it for the rest; the host is idle, the service is slow, and top shows a harmless 30 %.
 *
 * A diagnosis must say: the quota stopped it in nearly every period.
 *
 * The twin works for 5 ms of each 100. Needs root and a cpu cgroup.
 */
#include "cgroup.h"

enum { QUOTA_US = 30000, PERIOD_US = 100000, TWIN_WORK_MS = 5, TWIN_PAUSE_MS = 95, STEPS = 1000 };

static volatile unsigned long result;

NOINLINE static void render(void)
{
    for (int i = 0; i < STEPS; i++) result = result * 31 + 7;
}

static void set_quota(void)
{
    char text[64];
    snprintf(text, sizeof text, cgroup_v2 ? "%d %d" : "%d", QUOTA_US, PERIOD_US);
    if (!cgroup_set(cgroup_v2 ? "cpu.max" : "cpu.cfs_quota_us", text))
        scenario_cannot("this kernel has no quotas for CPU time (CONFIG_CFS_BANDWIDTH)");
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    cgroup_make("cpu", "cgroup-throttle");
    set_quota();
    cgroup_join();
    READY("cgroup=%s", cgroup_dir);
    for (double begin = now_seconds();;) {
        render();
        if (!healthy || now_seconds() < begin + TWIN_WORK_MS / 1e3) continue;
        sleep_ms(TWIN_PAUSE_MS);
        begin = now_seconds();
    }
}
