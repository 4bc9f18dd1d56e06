/*
 * futex-storm: eight threads that fight for one lock.
 *
 * The bug: every request takes one global mutex for a critical section of a few hundred nanoseconds (a counter, a cache
 * look-up). Alone each section is nothing; together the threads pass their time in futex(2), waking each other only to
 * find the lock taken again. More threads make it slower.
 *
 * A diagnosis must say: lock contention, futex is nearly all of the system calls, in 8 threads of one process.
 *
 * The twin has a lock for each thread, and each thread its own pace.
 */
#include "scenario.h"
#include <pthread.h>

enum { THREADS = 8, SECTION_LOOPS = 400, OUTSIDE_LOOPS = 40, PACE_MS = 20 };

static struct { _Alignas(64) pthread_mutex_t lock; volatile unsigned long counter; } shard[THREADS];

NOINLINE static void update_counter(int which, int loops)
{
    for (int i = 0; i < loops; i++) shard[which].counter++;
}

static void *serve(void *number)
{
    int which = healthy ? (int)(long)number : 0;
    volatile unsigned long own = 0;
    for (;;) {
        pthread_mutex_lock(&shard[which].lock);
        update_counter(which, SECTION_LOOPS);
        pthread_mutex_unlock(&shard[which].lock);
        for (int i = 0; i < OUTSIDE_LOOPS; i++) own++;
        if (healthy) sleep_ms(PACE_MS);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    for (long i = 0; i < THREADS; i++) {
        pthread_t thread;
        pthread_mutex_init(&shard[i].lock, NULL);
        if (pthread_create(&thread, NULL, serve, (void *)i)) die("pthread_create");
    }
    READY("threads=%d", THREADS);
    for (;;) pause();
}
