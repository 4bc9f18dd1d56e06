/*
 * one-peer: a server nearly all of whose connections come from one client.
 *
 * The bug is elsewhere, and that is what the administrator must learn: the pool of one client (127.0.0.2) has no upper
 * limit, so that it holds 85 % of the 400 connections; 60 others share the rest. The server is
 * blameless and idle.
 *
 * A diagnosis must say: of 400 ESTABLISHED connections to this port, 85 % are of 127.0.0.2.
 *
 * The twin has the same number, evenly from 61 addresses (1.6 % each).
 *
 * The clients live on this host too, and they must not look like a process with one dominant peer themselves; they
 * therefore connect to 60 addresses of the server, which listens on all addresses of lo (and on lo only).
 */
#include "scenario.h"
#include <sys/epoll.h>

enum { CONNECTIONS = 400, GREEDY = 340, OTHERS = 60, MESSAGES_PER_SECOND = 100, TICK_MS = 20 };

static int source_of(int connection)
{
    if (healthy) return 2 + connection % (OTHERS + 1);
    return connection < GREEDY ? 2 : 3 + connection % OTHERS;
}

static void clients(int port)
{
    int fds[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
        char ip[32];
        int any = 0;
        snprintf(ip, sizeof ip, "127.0.0.%d", source_of(i));
        fds[i] = bound_socket(SOCK_STREAM, ip, &any);
        snprintf(ip, sizeof ip, "127.0.1.%d", 1 + i % OTHERS);
        struct sockaddr_in server = address(ip, port);
        if (connect(fds[i], (struct sockaddr *)&server, sizeof server)) _exit(1);
    }
    long sent = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; sent < due(start, 0, MESSAGES_PER_SECOND, 1L << 40); sent++)
            if (send(fds[sent % CONNECTIONS], "ping", 4, 0) < 0) _exit(1);
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    if (want_fds(CONNECTIONS + 100) < CONNECTIONS + 100) scenario_cannot("the limit of descriptors is below 500: ulimit -n 1024");
    int port = 0, listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(EPOLL_CLOEXEC);
    if (setsockopt(listener, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) die("bind to lo");
    struct sockaddr_in any = address("0.0.0.0", 0);
    socklen_t length = sizeof any;
    if (bind(listener, (struct sockaddr *)&any, sizeof any) || listen(listener, CONNECTIONS)) die("listen");
    getsockname(listener, (struct sockaddr *)&any, &length);
    port = ntohs(any.sin_port);
    if (scenario_fork("peer-clients") == 0) {
        close(listener); /* or the clients would count as servers too */
        clients(port);
    }

    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (int accepted = 0;;) {
        if (epoll_wait(epoll, &event, 1, -1) != 1) continue;
        char request[64];
        if (event.data.fd != listener) {
            if (recv(event.data.fd, request, sizeof request, 0) <= 0) close(event.data.fd);
            continue;
        }
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) die("accept");
        event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        if (++accepted == CONNECTIONS) READY("port=%d connections=%d", port, accepted);
    }
}
