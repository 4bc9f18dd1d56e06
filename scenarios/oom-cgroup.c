/*
 * oom-cgroup: a service in a memory cgroup that is too small for it, killed and started again and again.
 *
 * The bug: somebody gave the service 32 MB. It needs 64. The kernel kills it each time (cgroup out of memory), the
 * supervisor starts it anew, and all that the users see is that it is slow and forgets things. Only the kernel's log
 * and memory.events tell.
 *
 * A diagnosis must say: the kernel killed oom-victim for lack of memory, seconds ago, because of the limit of its cgroup.
 *
 * The twin needs 8 MB. Needs root and a memory cgroup. The host's own memory is never short.
 */
#include "cgroup.h"
#include <sys/mman.h>

enum { LIMIT_MIB = 32, NEED_MIB = 64, TWIN_NEED_MIB = 8, LIFE_MS = 2000, RESTART_MS = 3000 };

static _Noreturn void victim(void)
{
    cgroup_join();
    size_t need = (size_t)(healthy ? TWIN_NEED_MIB : NEED_MIB) * MIB;
    char *cache = mmap(NULL, need, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (cache == MAP_FAILED) _exit(1);
    memset(cache, 0x5a, need);
    sleep_ms(LIFE_MS);
    _exit(0);
}

static void set_limit(void)
{
    char bytes[32];
    snprintf(bytes, sizeof bytes, "%ld", (long)LIMIT_MIB * MIB);
    if (!cgroup_set(cgroup_v2 ? "memory.max" : "memory.limit_in_bytes", bytes)) die("limit of the cgroup");
    /* Or it would be swapped out instead; where the host has no swap accounting the file is missing. */
    cgroup_set(cgroup_v2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes", cgroup_v2 ? "0" : bytes);
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    cgroup_make("memory", "oom-cgroup");
    set_limit();
    for (bool told = false;; sleep_ms(RESTART_MS)) {
        pid_t pid = scenario_fork("oom-victim");
        if (pid == 0) victim();
        int status = scenario_reap(pid);
        bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        if (killed == healthy) {
            fprintf(stderr, killed ? "the twin was killed\n" : "the victim survived\n");
            scenario_end(1);
        }
        if (!told) READY("victim=%d cgroup=%s", pid, cgroup_dir);
        told = true;
    }
}
