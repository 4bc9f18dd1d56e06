/*
 * recv-loop: a target on which the cost of a tracer is measured.
 *
 * Not a case with a verdict: each thread calls recvfrom on an empty non-blocking UDP socket of its own, for ever, and the
 * program prints each second how many calls were made, in what time, and how much CPU they took:
 *
 *     iterations=8123456 wall_ns=1000071234 cpu_ns=999871234 ns_per_iteration=123.1
 *
 * What a tracer does while it holds the target stopped is in wall_ns alone; what others do on the same core is, too.
 *
 * --threads N    (default 1)
 * --rate N       calls a second for each thread; 0 (default) = as many as possible. Between two calls it does a FIXED
 *                amount of work, measured once at the start so that work + call last 1/N s: the CPU is always
 *                busy, and what a tracer adds makes the iterations fewer instead of vanishing in a wait.
 * --every MS     prints so often (default 1000).
 * --work L       that amount of work itself (as printed in the ready line of an earlier run), so that two runs which are
 *                compared do exactly the same.
 *
 * The twin waits in poll() instead.
 */
#include "scenario.h"
#include <poll.h>
#include <pthread.h>

enum { MAX_THREADS = 64, CALIBRATION_MS = 100, CALLS_BETWEEN_LOOKS = 1000, LOOPS_BETWEEN_LOOKS = 200000 };

static long threads = 1, rate, work, every = 1000;
static struct { _Alignas(64) atomic_long iterations; } counter[MAX_THREADS];

NOINLINE static void user_work(long loops)
{
    for (volatile long i = 0; i < loops; i++) {}
}

static int empty_socket(void)
{
    int port = 0, fd = bound_socket(SOCK_DGRAM, "127.0.0.1", &port);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static double clock_seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* CPU time, not the clock on the wall: others may use this core at the same moment. */
static long loops_for_rate(void)
{
    char byte;
    int fd = empty_socket();
    long loops = 0, calls = 0;
    double begin = clock_seconds(CLOCK_THREAD_CPUTIME_ID), end;
    while ((end = clock_seconds(CLOCK_THREAD_CPUTIME_ID)) < begin + CALIBRATION_MS / 1e3) {
        user_work(LOOPS_BETWEEN_LOOKS); /* so many that looking at the clock costs nothing beside them */
        loops += LOOPS_BETWEEN_LOOKS;
    }
    double loop_cost = (end - begin) / (double)loops;
    for (begin = end; (end = clock_seconds(CLOCK_THREAD_CPUTIME_ID)) < begin + CALIBRATION_MS / 1e3;)
        for (int i = 0; i < CALLS_BETWEEN_LOOKS; i++, calls++) (void)!recv(fd, &byte, 1, 0);
    close(fd);
    double spare = 1.0 / (double)rate - (end - begin) / (double)calls;
    return spare > 0 ? (long)(spare / loop_cost) : 0;
}

static void *call(void *number)
{
    int fd = empty_socket();
    char buffer[64];
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    for (;;) {
        if (healthy) poll(&wait, 1, -1);
        if (recvfrom(fd, buffer, sizeof buffer, 0, NULL, NULL) < 0 && errno != EAGAIN) die("recvfrom");
        user_work(work);
        atomic_fetch_add_explicit(&counter[(long)number].iterations, 1, memory_order_relaxed);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--threads", &threads, NULL}, {"--rate", &rate, NULL}, {"--work", &work, NULL},
                                          {"--every", &every, NULL}, {0}};
    scenario_begin(argc, argv, options);
    if (threads < 1 || every < 1 || threads > MAX_THREADS) scenario_usage(argv[0], options);
    if (rate && !work) work = loops_for_rate();
    for (long i = 0; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, call, (void *)i)) die("pthread_create");
    }
    READY("threads=%ld work=%ld", threads, work);
    long before = 0;
    double cpu_before = clock_seconds(CLOCK_PROCESS_CPUTIME_ID), wall_before = now_seconds();
    for (;;) {
        sleep_ms(every);
        long total = 0;
        for (long i = 0; i < threads; i++) total += atomic_load(&counter[i].iterations);
        double cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID), wall = now_seconds(), nanos = (cpu - cpu_before) * 1e9;
        printf("iterations=%ld wall_ns=%.0f cpu_ns=%.0f ns_per_iteration=%.1f\n", total - before, (wall - wall_before) * 1e9, nanos,
               total > before ? nanos / (double)(total - before) : 0.0);
        fflush(stdout);
        before = total;
        cpu_before = cpu;
        wall_before = wall;
    }
}
