/*
 * A veth pair between two network namespaces, and the little that makes routers of them: by netlink and ioctl, so that
 * no program of the host is needed. Nothing here has a name in the host: it ends with the last process inside.
 */
#ifndef SCENARIO_VETH_H
#define SCENARIO_VETH_H

#include "scenario.h"
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <sys/ioctl.h>

struct veth_request { struct nlmsghdr head; struct ifinfomsg link; char attributes[256]; };

static inline struct rtattr *veth_attribute(struct veth_request *r, unsigned short type, const void *data, size_t size)
{
    struct rtattr *a = (struct rtattr *)((char *)r + NLMSG_ALIGN(r->head.nlmsg_len));
    a->rta_type = type;
    a->rta_len = (unsigned short)RTA_LENGTH(size);
    if (size) memcpy(RTA_DATA(a), data, size);
    r->head.nlmsg_len = NLMSG_ALIGN(r->head.nlmsg_len) + RTA_ALIGN(a->rta_len);
    return a;
}

static inline void veth_end(const struct veth_request *r, struct rtattr *nest)
{
    nest->rta_len = (unsigned short)((const char *)r + r->head.nlmsg_len - (const char *)nest);
}

/* One end here, the other one in the network namespace of `peer`; both have the given name. */
static inline void veth_make(const char *name, pid_t peer)
{
    struct veth_request r = {.head = {.nlmsg_len = NLMSG_LENGTH(sizeof r.link), .nlmsg_type = RTM_NEWLINK,
                                      .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK}};
    veth_attribute(&r, IFLA_IFNAME, name, strlen(name) + 1);
    struct rtattr *info = veth_attribute(&r, IFLA_LINKINFO, NULL, 0);
    veth_attribute(&r, IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = veth_attribute(&r, IFLA_INFO_DATA, NULL, 0);
    const struct ifinfomsg unset = {0};
    struct rtattr *other = veth_attribute(&r, VETH_INFO_PEER, &unset, sizeof unset);
    veth_attribute(&r, IFLA_IFNAME, name, strlen(name) + 1);
    veth_attribute(&r, IFLA_NET_NS_PID, &peer, sizeof peer);
    veth_end(&r, other);
    veth_end(&r, data);
    veth_end(&r, info);
    struct { struct nlmsghdr head; struct nlmsgerr error; char rest[512]; } reply;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0 || send(fd, &r, r.head.nlmsg_len, 0) < 0 || recv(fd, &reply, sizeof reply, 0) < 0) die("netlink");
    close(fd);
    errno = -reply.error.error;
    if (errno == EOPNOTSUPP) scenario_cannot("this kernel has no veth");
    if (errno) die("make a veth pair");
}

/* Up, with this address in a network of 256. */
static inline void interface_up(const char *name, const char *ip)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq r = {0};
    snprintf(r.ifr_name, sizeof r.ifr_name, "%s", name);
    struct sockaddr_in a = address(ip, 0), mask = address("255.255.255.0", 0);
    memcpy(&r.ifr_addr, &a, sizeof a);
    bool ok = ioctl(fd, SIOCSIFADDR, &r) == 0;
    memcpy(&r.ifr_netmask, &mask, sizeof mask);
    ok = ok && ioctl(fd, SIOCSIFNETMASK, &r) == 0;
    r.ifr_flags = IFF_UP | IFF_RUNNING;
    if (!ok || ioctl(fd, SIOCSIFFLAGS, &r)) die("set up the interface");
    close(fd);
}

/* All that has no other route goes there; without a gateway: is refused. */
static inline void default_route(const char *gateway)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in any = address("0.0.0.0", 0), via = address(gateway ? gateway : "0.0.0.0", 0);
    struct rtentry route = {.rt_flags = RTF_UP | (gateway ? RTF_GATEWAY : RTF_REJECT)};
    memcpy(&route.rt_dst, &any, sizeof any);
    memcpy(&route.rt_genmask, &any, sizeof any);
    memcpy(&route.rt_gateway, &via, sizeof via);
    if (ioctl(fd, SIOCADDRT, &route)) die("add a route");
    close(fd);
}

#endif
