/*
 * thundering-herd: twelve workers are woken for each datagram, and eleven of them for nothing.
 *
 * The bug: all workers wait with epoll on one UDP socket that they inherited. The kernel wakes every waiter; each of them
 * lets 100 µs pass so that more may come (it was meant to read in batches), then the first one takes the datagram, and the others
 * get EAGAIN and go back to sleep. It costs a dozen switches of context for each datagram and grows with the
 * number of workers. Without the pause the kernel hides most of it: it looks again before it returns from epoll_wait.
 *
 * A diagnosis must say: recvfrom on one shared UDP socket fails with EAGAIN in most cases, each after an epoll_wait that
 * did return: a herd.
 *
 * The twin registers with EPOLLEXCLUSIVE: one worker is woken.
 */
#include "scenario.h"
#include <sys/epoll.h>

enum { WORKERS = 12, PER_SECOND = 2000, TICK_MS = 1, GATHER_NS = 100000 };

static _Noreturn void work(int fd)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN | (healthy ? EPOLLEXCLUSIVE : 0), .data.fd = fd};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) _exit(1);
    for (char request[64];;) {
        if (epoll_wait(epoll, &event, 1, -1) != 1) continue;
        nanosleep(&(struct timespec){0, GATHER_NS}, NULL);
        if (recv(fd, request, sizeof request, 0) < 0 && errno != EAGAIN) _exit(1);
    }
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    int port = 0, fd = bound_socket(SOCK_DGRAM, "127.0.0.1", &port);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    for (int i = 0; i < WORKERS; i++)
        if (scenario_fork("thundering-herd") == 0) work(fd);
    close(fd);
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in server = address("127.0.0.1", port);
    if (connect(client, (struct sockaddr *)&server, sizeof server)) die("connect");
    prctl(PR_SET_NAME, "herd-client");
    READY("workers=%d-%d fd=%d port=%d", scenario_children[0], scenario_children[WORKERS - 1], fd, port);
    long sent = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; sent < due(start, 0, PER_SECOND, 1L << 40); sent++)
            if (send(client, "request", 7, 0) < 0 && errno != ENOBUFS) die("send");
}
