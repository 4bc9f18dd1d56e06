/*
 * herd: many processes such as a host has, for recorders to be measured on. Nearly all sleep; one in fifty wakes ten times a
 * second and works a little; one in five hundred works a tenth of the time. Each has THREADS threads and some descriptors.
 *
 *   herd PROCESSES THREADS      prints "ready PROCESSES" and stays until its standard input closes or somebody ends its group
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STACK_BYTES = 64 * 1024, FILES_EACH = 4, TOUCHED_BYTES = 256 * 1024, SOME = 50, FEW = 500 };

static void *sleeper(void *unused)
{
    (void)unused;
    for (;;) pause();
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static _Noreturn void member(long i, long threads)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK_BYTES);
    for (long t = 1; t < threads; t++) {
        pthread_t thread;
        if (pthread_create(&thread, &small, sleeper, NULL)) _exit(1);
    }
    int pair[2];
    for (int f = 0; f < FILES_EACH; f++)
        if (open("/dev/null", O_RDWR) < 0) _exit(1);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) _exit(1);
    char *memory = mmap(NULL, TOUCHED_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) _exit(1);
    memset(memory, 1, TOUCHED_BYTES);
    double work = i % FEW == 0 ? 0.01 : i % SOME == 0 ? 0.0001 : 0;
    while (work == 0) pause();
    for (;;) {
        for (double end = now() + work; now() < end;) {}
        usleep(100000);
    }
}

static void end_all(int unused)
{
    (void)unused;
    kill(0, SIGKILL);
}

int main(int argc, char **argv)
{
    if (argc != 3) return fprintf(stderr, "usage: herd PROCESSES THREADS\n"), 2;
    /* A group of its own, so that one signal ends all. */
    setpgid(0, 0);
    signal(SIGTERM, end_all);
    long processes = atol(argv[1]), threads = atol(argv[2]);
    for (long i = 0; i < processes; i++) {
        pid_t pid = fork();
        if (pid < 0) return perror("fork"), 3;
        if (pid == 0) {
            close(0);
            signal(SIGTERM, SIG_DFL);
            member(i, threads);
        }
    }
    printf("ready %ld\n", processes);
    fflush(stdout);
    char c;
    while (read(0, &c, 1) > 0) {}
    end_all(0);
    return 0;
}
