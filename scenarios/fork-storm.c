/*
 * fork-storm: hundreds of processes a second, each of which lives about a millisecond.
 *
 * The bug: a script waits for a condition in a loop that calls a small program (`while ! grep -q ...; do true; done`)
 * and lost its sleep. top shows a busy system and no process that is busy: the children have gone before
 * anyone looks.
 *
 * A diagnosis must say: short-lived processes, this many a second, named `true`, all children of fork-storm.
 *
 * The twin starts one every three seconds.
 */
#include "scenario.h"

enum { TWIN_PAUSE_MS = 3000 };

static void run_once(void)
{
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) execl("/bin/true", "true", (char *)NULL);
        _exit(127);
    }
    int status;
    if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 127) die("/bin/true");
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    READY("child=true");
    for (;;) {
        run_once();
        if (healthy) sleep_ms(TWIN_PAUSE_MS);
    }
}
