/*
 * thread-leak: a thread for each request, and none of them ends.
 *
 * The bug: handle() waits for an answer without a timeout, from a service that has gone. Each request adds a thread which
 * sleeps for ever, until the limit of threads or of memory is reached and nothing can be started on the whole host.
 *
 * A diagnosis must say: hundreds of threads in one process, nearly all asleep, growing.
 *
 * The twin's threads end, and it joins them.
 */
#include "scenario.h"
#include <limits.h>
#include <pthread.h>

enum { AT_ONCE = 500, PER_SECOND = 50, CAP = 2000, STACK_BYTES = 64 * 1024, TICK_MS = 20 };

static void *handle(void *unused)
{
    (void)unused;
    if (!healthy)
        for (;;) pause();
    return NULL;
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK_BYTES);
    bool told = false;
    long made = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS)) {
        for (; made < due(start, healthy ? 0 : AT_ONCE, PER_SECOND, CAP); made++) {
            pthread_t thread;
            if (pthread_create(&thread, &small, handle, NULL)) die("pthread_create");
            if (healthy) pthread_join(thread, NULL);
            else pthread_detach(thread);
        }
        if (!told) READY("threads=%ld", made + 1);
        told = true;
    }
}
