package io.culprit.report;

import static io.culprit.report.Sample.FIRST;
import static io.culprit.report.Sample.NO_KMSG;
import static io.culprit.report.Sample.WORKERS;
import static io.culprit.report.Sample.id;

import io.culprit.model.Check;
import io.culprit.model.Confidence;
import io.culprit.model.Fact;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What was concluded of the original case. */
final class SampleAnswers {
    private SampleAnswers() {}

    static List<Finding> findings() {
        List<ProcessId> workers =
                IntStream.range(0, WORKERS).mapToObj(i -> id(FIRST + i)).toList();
        return List.of(
                new Finding(
                        "syscall-error-loop",
                        Optional.of("shared-fd"),
                        Severity.CRITICAL,
                        Confidence.HIGH,
                        Subject.program("/opt/vendor/bin/networkingd", workers),
                        "networkingd: 12 processes spin on a failing recvfrom(fd 11) = EAGAIN, 184 000 a second, 11.03 CPUs",
                        11.03,
                        List.of(
                                new Fact(
                                        "97 % of their system calls are recvfrom(fd 11) = EAGAIN, 184 000 a second in 12"
                                                + " traced processes",
                                        "raw tracepoint sys_exit"),
                                new Fact(
                                        "fd 11 is one UDP socket shared by all 12: 239.1.1.1:5000, member on eth0, receive"
                                                + " queue 0, drops 0 (by socket inode)",
                                        "sock_diag"),
                                new Fact("11.03 CPUs in 12 processes: 36 % user, 64 % system", "/proc/PID/stat"),
                                new Fact(
                                        "on-CPU: 66 % kernel (recvfrom path: do_syscall_64 18 %, __sys_recvfrom 11 %,"
                                                + " __skb_recv_udp 8 %), 30 % user in libnd.so+0x4f3a",
                                        "perf_event_open")),
                        List.of(
                                "timeout 5 strace -f -c -p 18354",
                                "ls -l /proc/18354/fd/11; cat /proc/18354/fdinfo/11"),
                        "The program takes a refusal for a reason to try again at once; report the call, descriptor and"
                                + " error to its maker, and restart it where that is allowed."),
                new Finding(
                        "socket-leak",
                        Optional.of("unidentified"),
                        Severity.WARNING,
                        Confidence.MEDIUM,
                        Subject.process("/opt/vendor/bin/networkingd", id(FIRST)),
                        "networkingd (18354) leaks sockets that ss cannot see: 5 032 never bound nor connected, or reset",
                        0,
                        List.of(
                                new Fact(
                                        "5 032 of its sockets are in no protocol table, 3 more than when the window began",
                                        "sock_diag against /proc/PID/fd"),
                                new Fact("by protocol: 5 030 TCP, 2 UDP", "getxattr system.sockprotoname")),
                        List.of("ls -l /proc/18354/fd | grep -c socket:"),
                        "The program forgets to close; a restart frees them, the fix is its maker's: give him the count,"
                                + " the kind and the rate."),
                new Finding(
                        "cpu-consumer",
                        Optional.empty(),
                        Severity.NOTICE,
                        Confidence.LOW,
                        Subject.process("java", id(4711)),
                        "java (4711) is busy",
                        0.41,
                        List.of(new Fact("most of it in one thread", "/proc/PID/task")),
                        List.of("pidstat -t -p 4711 1 5"),
                        "Ask its owner whether it should be."));
    }

    static List<Check> checks() {
        List<Check> c = new ArrayList<>();
        c.add(Check.bad(
                "load",
                1,
                "Do more tasks want to run than there are CPUs?",
                "load 13.34 13.59 13.73 on 12 CPUs, 25.1 tasks runnable, 0.0 blocked"));
        c.add(Check.bad("pressure", 1, "Do tasks wait for CPU, memory or I/O?", "cpu 61 %, memory 0 %, io 0.1 %"));
        c.add(Check.ok(
                "one-core",
                1,
                "Is it one core or all of them?",
                "96 % busy: user 34 %, system 62 %, softirq 0.4 %, iowait 0 %, hottest CPU 3 99 %, 11 of 12 cores are"
                        + " full"));
        c.add(Check.bad(
                "consumers",
                2,
                "Who uses the CPU?",
                "212 processes, 604 threads; most: networkingd 11.03 CPUs, java 0.41 CPUs",
                "syscall-error-loop"));
        c.add(Check.ok(
                "unaccounted-cpu",
                2,
                "Which CPU time do living processes not account for?",
                "0.02 CPUs of short-lived processes, 0.05 CPUs of kernel threads, 0.04 CPUs of softirq"));
        c.add(Check.bad(
                "syscalls",
                3,
                "Do the suspects' system calls fail?",
                "379 022 calls, 189 511 a second, 97 % failed (ebpf, 0 lost)",
                "syscall-error-loop"));
        c.add(Check.ok(
                "socket-drops",
                5,
                "Do sockets drop what comes in?",
                "none dropped anything within the window (read by sock_diag)"));
        c.add(Check.bad(
                "unidentified-sockets",
                5,
                "Does anybody hold sockets that no protocol table knows?",
                "networkingd (18354) holds 5 032",
                "socket-leak"));
        c.add(Check.ok(
                "memory",
                6,
                "Is the host short of memory?",
                "5.1 GB of 15.6 GB available, 412 MB of the kernel's own cannot be reclaimed"));
        c.add(Check.ok(
                "memory-limit", 6, "Is a suspect's cgroup at its memory limit?", "no suspect's cgroup has a limit"));
        c.add(Check.ok(
                "process-fds",
                7,
                "Is a process near its limit of descriptors?",
                "fullest: networkingd (18354), 5 120 of 1 048 576 (0.5 %)"));
        c.add(Check.ok("system-fds", 7, "Is the host near its limit of open files?", "9 872 of 1 621 504 (0.6 %)"));
        c.add(Check.ok(
                "threads", 7, "Are there too many threads?", "604 of 127 432 (0.5 %); pids 604 of 4 194 304 (0 %)"));
        c.add(Check.ok(
                "tcp-memory",
                8,
                "Is TCP short of memory?",
                "9 413 pages of 5 210 sockets; pressure at 5 221 152, limit 6 961 536"));
        c.add(Check.ok("orphans", 9, "Are there too many orphaned sockets?", "529 of 262 144 (0.2 %)"));
        c.add(Check.ok("time-wait", 9, "Is the table of TIME_WAIT sockets full?", "1 204 of 262 144 (0.5 %)"));
        c.add(Check.ok("close-wait", 10, "Do sockets pile up that nobody closes?", "3 in CLOSE_WAIT"));
        c.add(Check.ok(
                "udp-errors", 11, "Are datagrams lost at the receiver?", "0 receive errors, 0 for want of buffer"));
        c.add(Check.ok(
                "listen-queues",
                11,
                "Are connections dropped because nobody accepts them?",
                "0 overflows, 0 drops, 0 SYN queue drops, 0 cookies"));
        c.add(Check.ok("retransmits", 11, "Must TCP repeat itself?", "0.3 of 412 segments a second"));
        c.add(
                Check.unknown(
                        "conntrack",
                        11,
                        "Is the connection tracking table full?",
                        "connection tracking is not loaded, or hidden: open /proc/sys/net/netfilter/nf_conntrack_count: no such file (ENOENT)"));
        c.add(Check.unknown("kernel-messages", 12, "Did the kernel complain lately?", NO_KMSG));
        c.add(Check.ok(
                "oom-kills",
                12,
                "Did the kernel kill anybody for lack of memory?",
                "0 within the window, 0 since boot"));
        c.add(Check.ok("steal", 13, "Does the hypervisor keep the CPU for others?", "0 % stolen"));
        c.add(Check.unknown(
                "thermal",
                13,
                "Is the CPU slowed down for heat?",
                "read thermal_throttle: no CPU has it: Intel's alone count, and virtual machines do not show them"));
        c.add(Check.ok(
                "host",
                13,
                "What kind of host is it?",
                "6.18.0 x86_64, 12 CPUs (AMD EPYC 7B13), up 13 days, virtualization kvm, container none, clock tsc"));
        return c;
    }
}
