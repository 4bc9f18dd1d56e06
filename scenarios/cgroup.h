/*
 * A cgroup of our own with one limit, in version 2 or version 1, whichever the host gives; removed at the end.
 */
#ifndef SCENARIO_CGROUP_H
#define SCENARIO_CGROUP_H

#include "scenario.h"
#include <sys/stat.h>

enum { CGROUP_REMOVE_TRIES = 100, CGROUP_REMOVE_WAIT_MS = 20 };

static char cgroup_dir[128], cgroup_parent_procs[96];
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

/* The hierarchy that has this controller: the one of version 2, else that of version 1; NULL where there is none. */
static inline const char *cgroup_root(const char *controller)
{
    static char root[64];
    char file[96], has[256] = "";
    int fd = open("/sys/fs/cgroup/cgroup.controllers", O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, has, sizeof has - 1) < 0) has[0] = 0;
    if (fd >= 0) close(fd);
    cgroup_v2 = strstr(has, controller) != NULL;
    snprintf(root, sizeof root, cgroup_v2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/%s", controller);
    snprintf(file, sizeof file, "%s/cgroup.procs", root);
    return access(file, W_OK) ? NULL : root;
}

/* Makes the group and its guard. The guard is forked before anyone joins, so it stays outside of the limit. */
static inline void cgroup_make(const char *controller, const char *name)
{
    const char *root = cgroup_root(controller);
    if (root) {
        snprintf(cgroup_parent_procs, sizeof cgroup_parent_procs, "%s/cgroup.procs", root);
        snprintf(cgroup_dir, sizeof cgroup_dir, "%s/%s-%d", root, name, getpid());
        if (cgroup_v2) { /* systemd has it on already; elsewhere it must be, and stays, switched on */
            char control[96], plus[32];
            snprintf(control, sizeof control, "%s/cgroup.subtree_control", root);
            snprintf(plus, sizeof plus, "+%s", controller);
            cgroup_write_file(control, plus);
        }
    }
    if (!root || mkdir(cgroup_dir, 0755)) {
        char why[128];
        snprintf(why, sizeof why, "no writable cgroup hierarchy with the %s controller: run it as root", controller);
        scenario_cannot(why);
    }
    scenario_guard("cgroup-guard", cgroup_remove);
}

static inline void cgroup_join(void)
{
    if (!cgroup_set("cgroup.procs", "0")) die("join the cgroup");
}

#endif
