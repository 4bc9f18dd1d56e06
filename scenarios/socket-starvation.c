/*
 * socket-starvation: a receiver of datagrams that is too slow for what comes, with a buffer that is too small.
 *
 * The bug: the developer reads one datagram, then does slow work in the same thread (here: a sleep), and set SO_RCVBUF to a
 * few kB "to save memory". 1000 datagrams a second come, 5 are read; the kernel drops the rest, and counts
 * it where few look: the drops of the socket, and RcvbufErrors in /proc/net/snmp.
 *
 * A diagnosis must say: the receive queue of this UDP socket is full, the socket drops nearly 1000 datagrams a second, its
 * buffer is tiny.
 *
 * The twin has a usual buffer, and reads whenever something comes.
 */
#include "scenario.h"

enum { PER_SECOND = 1000, TICK_MS = 10, BURST = 50, PAYLOAD_BYTES = 200, TINY_BUFFER_BYTES = 4096, SLOW_WORK_MS = 200 };

static void sender(int port)
{
    char payload[PAYLOAD_BYTES] = {0};
    struct sockaddr_in receiver = address("127.0.0.1", port);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (connect(fd, (struct sockaddr *)&receiver, sizeof receiver)) _exit(1);
    long sent = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS)) {
        long now = due(start, 0, PER_SECOND, 1L << 40);
        if (sent < now - BURST) sent = now - BURST; /* on a busy host: what was missed is not sent at once, which nobody could take */
        for (; sent < now; sent++)
            if (send(fd, payload, sizeof payload, 0) < 0 && errno != ENOBUFS) _exit(1);
    }
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    int port = 0, fd = bound_socket(SOCK_DGRAM, "127.0.0.1", &port), tiny = TINY_BUFFER_BYTES;
    if (!healthy && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny)) die("SO_RCVBUF");
    if (scenario_fork("udp-sender") == 0) {
        close(fd); /* or the sender would count as a receiver too */
        sender(port);
    }
    READY("port=%d", port);
    char datagram[PAYLOAD_BYTES];
    for (;;) {
        if (recv(fd, datagram, sizeof datagram, 0) < 0) die("recv");
        if (!healthy) sleep_ms(SLOW_WORK_MS); /* the bug: the work is done where the reading should be */
    }
}
