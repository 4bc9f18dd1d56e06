/*
 * networkingd: a networking daemon, closed source and without symbols, whose workers all burn a core.
 *
 * The bug: one non-blocking UDP socket (multicast 239.1.1.1:5000) is opened before the fork and shared by all workers as
 * fd 11. drain() empties it after each wait. The developer read EAGAIN as "try again", as one does for EINTR; it means
 * "there is nothing". So the first worker to find the socket empty never leaves drain(), then the second, then all.
 * It happens on passive nodes as well: no traffic is needed, membership is enough.
 *
 * A diagnosis must say: 12 processes of networkingd spin on recvfrom(fd 11) = EAGAIN, and fd 11 is one UDP socket that
 * they share, member of 239.1.1.1.
 *
 * Options: --workers N; --leak-sockets R: one worker makes R TCP sockets a second that it never binds, connects or
 * closes; --leak-memory K: another one allocates and touches K kB a second.
 *
 * The twin leaves drain() on EAGAIN and sleeps in epoll_wait; its sessions are closed and freed.
 */
#include "scenario.h"
#include <pthread.h>
#include <sys/epoll.h>

enum {
    GROUP_PORT = 5000,
    SHARED_FD = 11,
    MAX_WORKERS = 60,
    WAIT_MS = 250,
    LEAK_TICK_MS = 20,
    HEADER_WORDS = 24, /* the work between two calls: about 30 % of the time is then spent in user space */
};

static long workers = 12, leak_sockets, leak_memory;
static volatile unsigned long checksum;

/* The little that the daemon does in user space for each turn, whether or not a packet came. */
static void update_statistics(const unsigned char *packet)
{
    unsigned long sum = checksum;
    for (int i = 0; i < HEADER_WORDS; i++) sum = sum * 31 + packet[i];
    checksum = sum;
}

static void drain(int fd)
{
    unsigned char packet[1500] = {0};
    for (;;) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t n = recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *)&from, &length);
        update_statistics(packet);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            if (healthy) return;
            continue; /* the bug */
        }
        if (n < 0) return;
    }
}

static void *session_sockets(void *unused)
{
    (void)unused;
    long made = 0, cap = want_fds(MAX_FDS) - 64;
    for (double start = now_seconds();; sleep_ms(LEAK_TICK_MS))
        for (; made < due(start, 0, leak_sockets, cap); made++) {
            int session = socket(AF_INET, SOCK_STREAM, 0);
            if (healthy) close(session);
        }
    return NULL;
}

static void *session_memory(void *unused)
{
    (void)unused;
    long made = 0;
    for (double start = now_seconds();; sleep_ms(LEAK_TICK_MS))
        for (; made < due(start, 0, leak_memory, MEMORY_CAP_BYTES / 1024); made++) {
            char *record = malloc(1024 - 16); /* with the header of malloc: 1 kB */
            if (!record) return NULL;
            memset(record, 0x5a, 1024 - 16);
            if (healthy) free(record);
        }
    return NULL;
}

static void work(long number)
{
    pthread_t thread;
    if (leak_sockets && number == 0) pthread_create(&thread, NULL, session_sockets, NULL);
    if (leak_memory && number == workers - 1) pthread_create(&thread, NULL, session_memory, NULL);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = SHARED_FD};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, SHARED_FD, &event)) _exit(1);
    for (;;) {
        epoll_wait(epoll, &event, 1, WAIT_MS); /* after a timeout too, to be sure that nothing is left behind */
        drain(SHARED_FD);
    }
}

static void open_shared_socket(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in group = address("239.1.1.1", GROUP_PORT);
    struct ip_mreqn membership = {.imr_multiaddr = group.sin_addr, .imr_address.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one); /* two runs on one host may both join */
    if (fd < 0 || bind(fd, (struct sockaddr *)&group, sizeof group)) die("bind 239.1.1.1");
    if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership)) die("join 239.1.1.1");
    if (dup2(fd, SHARED_FD) < 0) die("dup2");
    close(fd);
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--workers", &workers, NULL}, {"--leak-sockets", &leak_sockets, NULL},
                                          {"--leak-memory", &leak_memory, NULL}, {0}};
    scenario_begin(argc, argv, options);
    if (workers < 1 || workers > MAX_WORKERS) scenario_usage(argv[0], options);
    open_shared_socket();
    for (long i = 0; i < workers; i++)
        if (scenario_fork("networkingd") == 0) work(i);
    sleep_ms(2 * WAIT_MS); /* by then every worker has come out of its first wait */
    READY("workers=%d-%d sockets=%d memory=%d", scenario_children[0], scenario_children[workers - 1],
          leak_sockets ? scenario_children[0] : 0, leak_memory ? scenario_children[workers - 1] : 0);

    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback);
    struct sockaddr_in group = address("239.1.1.1", GROUP_PORT);
    for (;; sleep_ms(1000)) { /* the heartbeat of the cluster */
        if (sendto(sender, "alive", 5, 0, (struct sockaddr *)&group, sizeof group) < 0) perror("heartbeat");
    }
}
