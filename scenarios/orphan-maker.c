/*
 * orphan-maker: a client that closes connections whose peer no longer takes anything.
 *
 * The bug: the client writes its report, does not look whether anybody reads it, and closes. The peer hangs: its receive
 * window is full and stays so. The kernel has promised to deliver what was written, so it keeps each of these sockets in
 * FIN_WAIT1, without a process, without a descriptor, with its memory: an orphan. From tcp_max_orphans on it throws
 * them away ("too many orphaned sockets"), and from a quarter of that it may.
 *
 * A diagnosis must say: hundreds of orphans, this many more a second, in FIN_WAIT1 towards one port; no process holds them.
 *
 * The twin has a peer that reads to the end, and a client that waits for it.
 *
 * The count of orphans and its limit are those of the whole kernel, not of a network namespace, so one of its own
 * would hide nothing; the orphans end with the peer, whose end resets them.
 */
#include "scenario.h"

enum { AT_ONCE = 400, PER_SECOND = 60, CAP = 6000, TICK_MS = 20, SMALL_BUFFER_BYTES = 4096, CHUNK_BYTES = 1024, TWIN_BYTES = 4096 };

static _Noreturn void peer(int listener)
{
    char report[CHUNK_BYTES];
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) _exit(1); /* else it is kept and never read: this process hangs as far as its clients can tell */
        while (healthy && recv(fd, report, sizeof report, 0) > 0) {}
        if (healthy) close(fd);
    }
}

NOINLINE static void send_report(int port)
{
    static const char report[CHUNK_BYTES];
    struct sockaddr_in server = address("127.0.0.1", port);
    int fd = socket(AF_INET, SOCK_STREAM, 0), small = SMALL_BUFFER_BYTES;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small)) die("socket");
    if (connect(fd, (struct sockaddr *)&server, sizeof server)) die("connect");
    if (healthy) {
        for (int sent = 0; sent < TWIN_BYTES; sent += CHUNK_BYTES)
            if (send(fd, report, sizeof report, 0) < 0) die("send");
        shutdown(fd, SHUT_WR);
        char end;
        if (recv(fd, &end, 1, 0) < 0) die("recv"); /* the peer has read it all and has closed */
    } else {
        while (send(fd, report, sizeof report, MSG_DONTWAIT) > 0) {}
    }
    close(fd); /* the bug: with data that nobody takes */
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    long cap = want_fds(CAP + 100) - 100; /* the peer, which inherits the limit, has a descriptor for each */
    int port = 0, listener = bound_socket(SOCK_STREAM, "127.0.0.1", &port), small = SMALL_BUFFER_BYTES;
    if (setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small) || listen(listener, AT_ONCE)) die("listen");
    if (scenario_fork("orphan-peer") == 0) peer(listener);
    close(listener);
    long made = 0;
    bool told = false;
    for (double start = now_seconds();; sleep_ms(TICK_MS)) {
        for (; made < due(start, healthy ? 0 : AT_ONCE, PER_SECOND, healthy ? 1L << 40 : cap); made++) send_report(port);
        if (!told) READY("port=%d orphans=%ld", port, made);
        told = true;
    }
}
