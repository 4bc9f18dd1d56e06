/*
 * swarm: very many processes and sockets, all of them asleep.
 *
 * Not a case with a verdict: it tests that a tool is not slowed, nor made large, by the size of a host.
 *
 * --processes P  (default 5000); --sockets S: TCP on loopback, both ends counted (default 10000), held by processes with
 * at most 800 each, so that no limit of descriptors need be raised. The twin has a tenth of each.
 */
#include "scenario.h"

enum { MAX_PROCESSES = 30000, MAX_SOCKETS = 50000, PAIRS_EACH = 400 };

static long processes = 5000, sockets = 10000;
static pid_t group;

/* One group for the many: a list of them would be long, and one signal ends them. */
static void end_sleepers(void)
{
    if (group) kill(-group, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {}
}

static _Noreturn void hold_pairs(long pairs, int ready)
{
    int port = 0, listener = bound_socket(SOCK_STREAM, "127.0.0.1", &port);
    if (listen(listener, 16)) _exit(1);
    struct sockaddr_in server = address("127.0.0.1", port);
    const struct linger reset = {1, 0}; /* so that the end of a swarm leaves no thousands in TIME_WAIT */
    for (long i = 0; i < pairs; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) ||
            connect(fd, (struct sockaddr *)&server, sizeof server) || accept(listener, NULL, NULL) < 0) {
            perror("swarm-sockets");
            _exit(1);
        }
    }
    close(listener);
    if (write(ready, "x", 1) != 1) _exit(1);
    for (;;) pause();
}

static void make_sleepers(void)
{
    pid_t parent = getpid();
    for (long i = 0; i < processes; i++) {
        pid_t pid = fork();
        if (pid < 0) die("fork");
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(0);
            setpgid(0, group);
            for (const int *s = (const int[]){SIGTERM, SIGINT, SIGHUP, SIGUSR2, 0}; *s; s++) signal(*s, SIG_DFL);
            prctl(PR_SET_NAME, "swarm-sleeper");
            for (;;) pause();
        }
        setpgid(pid, group); /* here too, so that nobody is outside of the group when it is ended */
        if (!group) group = pid;
    }
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--processes", &processes, NULL}, {"--sockets", &sockets, NULL}, {0}};
    scenario_begin(argc, argv, options);
    if (processes > MAX_PROCESSES || sockets > MAX_SOCKETS) scenario_usage(argv[0], options);
    if (healthy) processes /= 10, sockets /= 10;
    scenario_cleanup = end_sleepers;
    int ready[2], holders = 0;
    if (pipe(ready)) die("pipe");
    for (long pairs = sockets / 2; pairs > 0; pairs -= PAIRS_EACH, holders++)
        if (scenario_fork("swarm-sockets") == 0) hold_pairs(pairs < PAIRS_EACH ? pairs : PAIRS_EACH, ready[1]);
    close(ready[1]); /* so that the end of a holder that failed is seen as one */
    make_sleepers();
    char byte;
    for (int i = 0; i < holders; i++)
        if (read(ready[0], &byte, 1) != 1) {
            fputs("not all sockets could be made\n", stderr);
            scenario_end(1);
        }
    READY("processes=%ld sockets=%ld holders=%d", processes, sockets, holders);
    for (;;) pause();
}
