/*
 * eagain-tcp: a client that waits for an answer by asking again and again.
 *
 * The bug: the connection was switched to non-blocking for the sake of a connect timeout and never switched back. The
 * read loop, written for a blocking socket, now gets EAGAIN at once and goes round. As long as the peer answers
 * quickly nobody notices; here the peer is silent.
 *
 * A diagnosis must say: one process spins on recvfrom(fd N) = EAGAIN; the fd is a TCP connection to 127.0.0.1, which is
 * established and has nothing to read.
 *
 * The twin waits in poll() before it reads.
 */
#include "scenario.h"
#include <poll.h>

static void silent_peer(int listener)
{
    if (accept(listener, NULL, NULL) < 0) _exit(1);
    for (;;) pause();
}

NOINLINE static ssize_t read_answer(int fd, char *buffer, size_t size)
{
    for (;;) {
        if (healthy) {
            struct pollfd wait = {.fd = fd, .events = POLLIN};
            poll(&wait, 1, -1);
        }
        ssize_t n = recv(fd, buffer, size, 0);
        if (n >= 0 || (errno != EAGAIN && errno != EINTR)) return n;
    }
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    int port = 0, listener = bound_socket(SOCK_STREAM, "127.0.0.1", &port);
    if (listen(listener, 1)) die("listen");
    if (scenario_fork("silent-peer") == 0) silent_peer(listener);
    close(listener);

    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in peer = address("127.0.0.1", port);
    if (connect(fd, (struct sockaddr *)&peer, sizeof peer)) die("connect");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    READY("fd=%d port=%d", fd, port);
    char answer[4096];
    read_answer(fd, answer, sizeof answer);
    scenario_end(1); /* the peer never speaks */
}
