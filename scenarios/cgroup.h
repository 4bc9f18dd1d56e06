/*
 * A cgroup of our own with one limit, in version 2 or version 1, whichever the host gives; removed at the end.
 */
#ifndef SCENARIO_CGROUP_H
#define SCENARIO_CGROUP_H

#include "scenario.h"
#include <sys/stat.h>

enum { CGROUP_REMOVE_TRIES = 100, CGROUP_REMOVE_WAIT_MS = 20 };

static char cgroup_dir[128], cgroup_parent_procs[128];
static bool cgroup_v2;

static inline bool cgroup_write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) close(fd);
    return ok;
}

static inline bool cgroup_set(const char *file, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", cgroup_dir, file);
    return cgroup_write_file(path, text);
}

/* "0" means: the process that writes. Moving it out first is what lets rmdir succeed; the guard was never in. */
static inline void cgroup_remove(void)
{
    cgroup_write_file(cgroup_parent_procs, "0");
    for (int i = 0; i < CGROUP_REMOVE_TRIES && rmdir(cgroup_dir) && errno == EBUSY; i++) sleep_ms(CGROUP_REMOVE_WAIT_MS);
}

/* Makes the group and its guard. The guard is forked before anyone joins, so it stays outside of the limit. */
static inline void cgroup_make(const char *controller, const char *name)
{
    char roots[3][64], probe[128];
    snprintf(roots[0], sizeof roots[0], "/sys/fs/cgroup");
    snprintf(roots[1], sizeof roots[1], "/sys/fs/cgroup/%s", controller);
    snprintf(roots[2], sizeof roots[2], "/sys/fs/cgroup/cpu,cpuacct");
    for (int i = 0; i < 3; i++) {
        snprintf(probe, sizeof probe, "%s/%s", roots[i], i == 0 ? "cgroup.controllers" : "cgroup.procs");
        if (access(probe, W_OK) && (i > 0 || access(probe, R_OK))) continue;
        if (i == 2 && strcmp(controller, "cpu")) continue;
        cgroup_v2 = i == 0;
        snprintf(cgroup_parent_procs, sizeof cgroup_parent_procs, "%s/cgroup.procs", roots[i]);
        snprintf(cgroup_dir, sizeof cgroup_dir, "%s/%s-%d", roots[i], name, getpid());
        if (cgroup_v2) { /* systemd has it on already; elsewhere it must be, and stays, switched on */
            char control[128], plus[32];
            snprintf(control, sizeof control, "%s/cgroup.subtree_control", roots[i]);
            snprintf(plus, sizeof plus, "+%s", controller);
            cgroup_write_file(control, plus);
        }
        if (mkdir(cgroup_dir, 0755)) die(cgroup_dir);
        scenario_guard("cgroup-guard", cgroup_remove);
        return;
    }
    fprintf(stderr, "no writable cgroup hierarchy with the %s controller: run as root on the host\n", controller);
    exit(3);
}

static inline void cgroup_join(void)
{
    if (!cgroup_set("cgroup.procs", "0")) die("join the cgroup");
}

#endif
