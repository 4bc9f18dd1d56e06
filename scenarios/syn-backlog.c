/*
 * syn-backlog: a server that does not accept, so that its queue is full and new connections are dropped.
 *
 * The bug: the only thread that accepts waits for something else (a lock, a database), and listen() was called with a
 * backlog of 4. The fifth client is still let in, then the queue is full: each further SYN is dropped without a
 * word, the clients repeat it and run into a timeout. The counters ListenOverflows and ListenDrops rise.
 *
 * A diagnosis must say: the accept queue of this listener is full (5 of 4), this many connections are dropped a second.
 *
 * The twin accepts, and has a longer queue for when the host is busy.
 */
#include "scenario.h"
#include <poll.h>

enum { BACKLOG = 4, TWIN_BACKLOG = 512, PER_SECOND = 50, PENDING = 100, TWIN_PENDING = 2, TICK_MS = 10, FILL_MS = 300 };

/*
 * Keeps the last PENDING attempts; the kernel repeats their SYNs, as it does for real clients that wait. The twin's
 * connections are closed by the server at once: a client that kept them would leak sockets in CLOSE_WAIT.
 */
static void client(int port)
{
    struct sockaddr_in server = address("127.0.0.1", port);
    int pending[PENDING];
    long tried = 0, keep = healthy ? TWIN_PENDING : PENDING;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; tried < due(start, BACKLOG + 1, PER_SECOND, 1L << 40); tried++) {
            if (tried >= keep) close(pending[tried % keep]);
            int fd = pending[tried % keep] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            if (fd < 0) _exit(1);
            if (connect(fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) _exit(1);
        }
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    int port = 0, listener = bound_socket(SOCK_STREAM, "127.0.0.1", &port);
    if (listen(listener, healthy ? TWIN_BACKLOG : BACKLOG)) die("listen");
    if (scenario_fork("syn-client") == 0) {
        close(listener); /* or the client would count as a server too */
        client(port);
    }
    if (healthy) {
        READY("port=%d", port);
        for (;;) {
            int fd = accept(listener, NULL, NULL);
            if (fd >= 0) close(fd);
        }
    }
    sleep_ms(FILL_MS);
    READY("port=%d backlog=%d", port, BACKLOG);
    for (;;) pause(); /* the bug: nobody accepts */
}
