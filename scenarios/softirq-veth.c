/*
 * softirq-veth: two routers, each of which believes that the other one knows the way.
 *
 * The bug: a network was given up, and its route removed on one of two routers; now the default route of each points
 * to the other. Each packet to that network goes to and fro until its TTL is used up: 254 times for one packet that
 * somebody sends. All this is done in softirq (NET_RX), in nobody's name: top shows an idle sender.
 *
 * A diagnosis must say: softirq takes most of a CPU, packets are the reason, no process is to blame.
 *
 * The twin sends the same packets, but the second router refuses them.
 *
 * The routers are two network namespaces without a name, joined by a veth pair; no packet leaves them. Needs root.
 */
#include "veth.h"
#include <sys/mount.h>

enum { PER_SECOND = 4000, TICK_MS = 5, LONGEST_TTL = 255, PORT = 9 };
static const char *const router_a = "10.99.0.1", *const router_b = "10.99.0.2", *const given_up = "10.98.7.6";

static void own_namespace(void)
{
    if (unshare(CLONE_NEWNET)) scenario_cannot("only root may make a network namespace");
}

/* Of the network namespace that we are in. */
static void setting(const char *name, const char *value)
{
    char path[128];
    snprintf(path, sizeof path, "/proc/sys/net/ipv4/%s", name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, value, strlen(value)) < 0) die(path);
    close(fd);
}

/*
 * The softirq runs on CPU 1 (RPS) and the sender on CPU 0: on the same one the ticks of the softirq would be charged to the
 * sender as well, as far as it came in between. Seen through a /sys of our own, which shows this namespace. A host with
 * one CPU, or one that refuses, does without.
 */
static void receive_on_second_cpu(void)
{
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("sysfs", "/sys", "sysfs", 0, NULL)) return;
    int fd = open("/sys/class/net/veth0/queues/rx-0/rps_cpus", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "2", 1) < 0) return;
    close(fd);
}

static void be_router(const char *own, const char *other)
{
    interface_up("veth0", own);
    setting("conf/all/accept_local", "1"); /* its own packet comes back to the sender */
    setting("conf/all/rp_filter", "0");
    setting("conf/veth0/rp_filter", "0");
    setting("conf/all/send_redirects", "0"); /* back to where it came from: a router would complain */
    setting("conf/veth0/send_redirects", "0");
    setting("ip_forward", "1");
    default_route(other);
    receive_on_second_cpu();
}

static _Noreturn void second_router(int made, int joined)
{
    own_namespace();
    char byte = 'x';
    if (write(made, &byte, 1) != 1 || read(joined, &byte, 1) != 1) _exit(1);
    be_router(router_b, healthy ? NULL : router_a);
    if (write(made, &byte, 1) != 1) _exit(1);
    for (;;) pause();
}

static _Noreturn void sender(void)
{
    struct sockaddr_in lost = address(given_up, PORT);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), ttl = LONGEST_TTL;
    if (setsockopt(fd, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl)) die("TTL");
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
    long sent = 0;
    for (double start = now_seconds();; sleep_ms(TICK_MS))
        for (; sent < due(start, 0, PER_SECOND, 1L << 40); sent++) sendto(fd, "where?", 6, 0, (struct sockaddr *)&lost, sizeof lost);
}

int main(int argc, char **argv)
{
    scenario_begin(argc, argv, NULL);
    own_namespace();
    int made[2], joined[2];
    char byte = 'x';
    if (pipe2(made, O_CLOEXEC) || pipe2(joined, O_CLOEXEC)) die("pipe");
    pid_t other = scenario_fork("second-router");
    if (other == 0) second_router(made[1], joined[0]);
    close(made[1]); /* so that its death is seen as the end */
    if (read(made[0], &byte, 1) != 1) scenario_end(1);
    veth_make("veth0", other);
    be_router(router_a, router_b);
    if (write(joined[1], &byte, 1) != 1 || read(made[0], &byte, 1) != 1) scenario_end(1);
    if (scenario_fork("lost-sender") == 0) sender();
    READY("second=%d sender=%d", scenario_children[0], scenario_children[1]);
    for (;;) pause();
}
