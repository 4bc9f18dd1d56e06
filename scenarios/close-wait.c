/*
 * close-wait: a server that never closes its side.
 *
 * The bug: when a client has gone, recv() returns 0; the server takes the descriptor out of its epoll set, so that it is
 * not woken again, and means to close it "later". Later never comes: each connection stays in CLOSE_WAIT for ever, with
 * its descriptor and its memory.
 *
 * A diagnosis must say: hundreds of sockets in CLOSE_WAIT in one process, all on one listening port, growing.
 *
 * The twin closes the descriptor.
 */
#include "scenario.h"
#include <sys/epoll.h>

enum { QUICK = 600, QUICK_PER_SECOND = 400, SLOW_PER_SECOND = 20, CAP = 3000, TICK_MS = 10 };

static void client(int port)
{
    struct sockaddr_in server = address("127.0.0.1", port);
    double start = now_seconds(), slow_start = 0;
    for (long made = 0;; sleep_ms(TICK_MS)) {
        if (made >= QUICK && slow_start == 0) slow_start = now_seconds();
        long target = slow_start ? due(slow_start, QUICK, SLOW_PER_SECOND, CAP) : due(start, 0, QUICK_PER_SECOND, QUICK);
        for (; made < target; made++) {
            int fd = socket(AF_INET, SOCK_STREAM, 0);
            if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server)) _exit(1);
            if (send(fd, "hello", 5, 0) < 0) _exit(1);
            close(fd);
        }
    }
}

/* Returns whether the client has gone. */
NOINLINE static bool serve(int epoll, int fd)
{
    char request[512];
    if (recv(fd, request, sizeof request, 0) != 0) return false;
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
    if (healthy) close(fd); /* the bug: this is missing */
    return true;
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    if (want_fds(CAP + 100) < CAP + 100) fputs("the fd limit is below the cap: it will end early\n", stderr);
    int port = 0, listener = bound_socket(SOCK_STREAM, "127.0.0.1", &port), epoll = epoll_create1(EPOLL_CLOEXEC);
    if (listen(listener, QUICK)) die("listen");
    if (scenario_fork("cw-client") == 0) {
        close(listener);
        client(port);
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (long gone = 0;;) {
        if (epoll_wait(epoll, &event, 1, -1) != 1) continue;
        if (event.data.fd == listener) {
            int fd = accept(listener, NULL, NULL);
            if (fd < 0) die("accept");
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        } else if (serve(epoll, event.data.fd) && ++gone == QUICK) {
            READY("port=%d", port);
        }
    }
}
