/*
 * What every scenario shares: options, an orderly life and death, pacing, and loopback sockets.
 *
 * A scenario misbehaves on purpose, so it must be certain to stop. It ends when --seconds are over, on SIGTERM or
 * SIGINT, and when the process that started it dies; then its children end too, and what it made is removed.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline)) /* the function must be visible by name in a stack */

enum { SCENARIO_MAX_CHILDREN = 128, MAX_FDS = 20000, MIB = 1 << 20 };
enum { CANNOT_BE_STAGED = 77 }; /* what automake and meson take as "skipped" */
static const long MEMORY_CAP_BYTES = 1024L * MIB;

struct option_spec { const char *name; long *number; bool *flag; };

static bool healthy;        /* --healthy: be the twin */
static long seconds = 120;  /* --seconds: the longest life */

static pid_t scenario_parent, scenario_children[SCENARIO_MAX_CHILDREN];
static volatile sig_atomic_t scenario_child_count;
static atomic_flag scenario_ending = ATOMIC_FLAG_INIT;
static void (*scenario_cleanup)(void); /* may use async-signal-safe calls only: it runs in a signal handler */
static int scenario_guard_pipe = -1;

/* Async-signal-safe, and only the first thread that comes here does it. */
static inline _Noreturn void scenario_end(int status)
{
    /* A second signal on this very thread would wait below for itself, for ever. */
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    if (atomic_flag_test_and_set(&scenario_ending))
        for (;;) pause();
    for (int i = 0; i < scenario_child_count; i++) kill(scenario_children[i], SIGKILL);
    for (int i = 0; i < scenario_child_count; i++) waitpid(scenario_children[i], NULL, 0);
    if (scenario_cleanup) scenario_cleanup();
    if (scenario_guard_pipe >= 0 && write(scenario_guard_pipe, "x", 1) < 0) _exit(1);
    _exit(status);
}

static inline _Noreturn void die(const char *what)
{
    perror(what);
    scenario_end(1);
}

/* The host lacks what this scenario needs; a test skips it, and says why. */
static inline _Noreturn void scenario_cannot(const char *why)
{
    fprintf(stderr, "cannot be staged here: %s\n", why);
    scenario_end(CANNOT_BE_STAGED);
}

/*
 * The kernel sends the parent-death signal when the THREAD that forked us ends (a Java test may well start us from a
 * short-lived thread). SIGKILL would leave no chance to ask whether the process itself is still there, so the main
 * process takes SIGUSR2 and looks; the children, forked by our own main thread, take SIGKILL.
 */
static inline void scenario_on_signal(int signal_number)
{
    if (signal_number == SIGUSR2 && getppid() == scenario_parent) return;
    scenario_end(0);
}

static inline void scenario_usage(const char *program, const struct option_spec *options)
{
    fprintf(stderr, "usage: %s [--healthy] [--seconds N]", program);
    for (; options && options->name; options++) fprintf(stderr, options->flag ? " [%s]" : " [%s N]", options->name);
    fputc('\n', stderr);
    exit(2);
}

static inline void scenario_begin(int argc, char **argv, const struct option_spec *options)
{
    const struct option_spec common[] = {{"--healthy", NULL, &healthy}, {"--seconds", &seconds, NULL}, {0}};
    for (int i = 1; i < argc; i++) {
        const struct option_spec *o = common;
        while (o->name && strcmp(o->name, argv[i])) o++;
        if (!o->name && options)
            for (o = options; o->name && strcmp(o->name, argv[i]); ) o++;
        if (!o->name) scenario_usage(argv[0], options);
        if (o->flag) { *o->flag = true; continue; }
        char *end = NULL;
        if (++i < argc) *o->number = strtol(argv[i], &end, 10);
        if (!end || end == argv[i] || *end || *o->number < 0) scenario_usage(argv[0], options);
    }
    scenario_parent = getppid();
    struct sigaction action = {.sa_handler = scenario_on_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    for (const int *s = (const int[]){SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGUSR2, 0}; *s; s++) sigaction(*s, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGUSR2);
    if (getppid() != scenario_parent) _exit(0); /* it died before we asked to be told */
    if (seconds < 1) seconds = 1;               /* alarm(0) would mean: never */
    alarm((unsigned)seconds);
}

/* A child that dies with us, whatever happens to us. Returns 0 in the child, which has the given name. */
static inline pid_t scenario_fork(const char *name)
{
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) die("fork");
    if (pid > 0) {
        if (scenario_child_count < SCENARIO_MAX_CHILDREN) scenario_children[scenario_child_count++] = pid;
        return pid;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    for (const int *s = (const int[]){SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGUSR2, 0}; *s; s++) signal(*s, SIG_DFL);
    scenario_child_count = 0;
    scenario_cleanup = NULL;
    if (scenario_guard_pipe >= 0) { close(scenario_guard_pipe); scenario_guard_pipe = -1; }
    prctl(PR_SET_NAME, name);
    return 0;
}

/* Waits for such a child. Its pid is forgotten while it still is a zombie: later it may be somebody else's. */
static inline int scenario_reap(pid_t pid)
{
    siginfo_t info;
    int status = 0;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) && errno == EINTR) {}
    for (int i = 0; i < scenario_child_count; i++)
        if (scenario_children[i] == pid) scenario_children[i] = scenario_children[--scenario_child_count];
    waitpid(pid, &status, 0);
    return status;
}

/*
 * For what outlives a process (a kernel setting, a cgroup): `restore` runs when we end in order, and in a small
 * guard process of its own session when we were killed -9.
 */
static inline void scenario_guard(const char *name, void (*restore)(void))
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) die("pipe");
    pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
        for (const int *s = (const int[]){SIGTERM, SIGINT, SIGHUP, 0}; *s; s++) signal(*s, SIG_IGN);
        setsid();
        prctl(PR_SET_NAME, name);
        int null = open("/dev/null", O_RDWR); /* or we would hold open the pipe on which somebody reads our output */
        for (int fd = 0; fd < 3; fd++) dup2(null, fd);
        close(ends[1]);
        char byte;
        if (read(ends[0], &byte, 1) == 0) restore();
        _exit(0);
    }
    close(ends[0]);
    scenario_guard_pipe = ends[1];
    scenario_cleanup = restore;
}

/* The one line on stdout that says: from now on it misbehaves. */
#define READY(...) (printf("ready pid=%d ", getpid()), printf(__VA_ARGS__), putchar('\n'), fflush(stdout))

static inline double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline void sleep_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&t, &t) && errno == EINTR) {}
}

/* How many should have happened by now: `at_once`, then `rate` a second, never more than `cap`. */
static inline long due(double start, long at_once, long rate, long cap)
{
    long n = at_once + (long)((now_seconds() - start) * (double)rate);
    return n < cap ? n : cap;
}

/* Makes room for `count` descriptors where that is allowed, and returns how many may be opened in fact. */
static inline long want_fds(long count)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < (rlim_t)count) {
        limit.rlim_cur = limit.rlim_max < (rlim_t)count ? limit.rlim_max : (rlim_t)count;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    return (long)limit.rlim_cur;
}

static inline struct sockaddr_in address(const char *ip, int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, ip, &a.sin_addr);
    return a;
}

/* A bound socket; port 0 lets the kernel choose, so that two runs never collide. `*port` gets the result. */
static inline int bound_socket(int type, const char *ip, int *port)
{
    int fd = socket(AF_INET, type, 0);
    struct sockaddr_in a = address(ip, *port);
    socklen_t length = sizeof a;
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a)) die("bind");
    getsockname(fd, (struct sockaddr *)&a, &length);
    *port = ntohs(a.sin_port);
    return fd;
}

#endif
