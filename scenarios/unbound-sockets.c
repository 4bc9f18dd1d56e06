/*
 * unbound-sockets: a program that makes sockets and then does nothing with them.
 *
 * The bug: open_session() makes the socket first and looks afterwards whether the peer is enabled; where it is not, the
 * function returns and forgets the socket. It was never bound nor connected, so it is in no table of the kernel: ss and
 * netstat do not show it, lsof says "can't identify protocol" (or "protocol: TCP"). Only the descriptor is there.
 *
 * A diagnosis must say: hundreds of TCP sockets that were never bound or connected, growing; the socket leak that ss
 * cannot see.
 *
 * The twin closes them.
 */
#include "scenario.h"

enum { AT_ONCE = 500, PER_SECOND = 20, TICK_MS = 20 };

NOINLINE static void open_session(bool peer_enabled)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) die("socket");
    if (!peer_enabled) {
        if (healthy) close(fd); /* the bug: this is missing */
        return;
    }
    close(fd);
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    long made = 0, cap = want_fds(MAX_FDS) - 64;
    bool told = false;
    for (double start = now_seconds();; sleep_ms(TICK_MS)) {
        for (; made < due(start, AT_ONCE, PER_SECOND, cap); made++) open_session(false);
        if (!told) READY("sockets=%ld", made);
        told = true;
    }
}
