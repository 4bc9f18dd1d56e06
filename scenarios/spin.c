/*
 * spin: a thread that waits for another one by looking at a flag without end.
 *
 * The bug: main waits until the loader thread has set `config_ready`, in a loop without a pause. It took microseconds on
 * the developer's machine. Here the loader hangs (its server does not answer), and main burns a core without one
 * system call, so that strace shows nothing.
 *
 * A diagnosis must say: user-space spin in wait_for_config(), no system calls, one thread of two.
 *
 * The twin waits on a condition variable.
 */
#include "scenario.h"
#include <pthread.h>

static atomic_bool config_ready;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void *load_config(void *unused)
{
    (void)unused;
    for (;;) pause(); /* the server that never answers */
    return NULL;
}

NOINLINE static void wait_for_config(void)
{
    while (!atomic_load_explicit(&config_ready, memory_order_relaxed)) {}
}

NOINLINE static void wait_for_config_properly(void)
{
    pthread_mutex_lock(&lock);
    while (!atomic_load(&config_ready)) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    pthread_t loader;
    if (pthread_create(&loader, NULL, load_config, NULL)) die("pthread_create");
    READY("function=wait_for_config");
    if (healthy) wait_for_config_properly();
    else wait_for_config();
    scenario_end(1);
}
