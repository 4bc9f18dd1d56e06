package io.culprit.diagnose.probe.host;

import io.culprit.model.evidence.KernelLog.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one kind of message is known.
 *
 * @param mark stands in every such message; looked for first, since it is fast
 * @param pattern confirms it, and may have groups {@code pid} and {@code name}; the name may hold any character, so it is
 *     matched greedily between what the kernel prints around it
 */
record MessageRule(Kind kind, String mark, Pattern pattern) {

    /** @param pid and name of the process that the message names */
    record Match(Kind kind, Optional<Integer> pid, Optional<String> name) {}

    private static final List<MessageRule> RULES = new ArrayList<>();

    static {
        // mm/oom_kill.c: since 4.18, before, and RHEL 6 and 7, which print the uid too.
        rule(
                Kind.OOM_KILL,
                "Killed process ",
                "Killed process (?<pid>\\d+)(?:, UID \\d+,)? \\((?<name>.*)\\),?(?: UID \\d+,)? total-vm:");
        rule(Kind.OOM_KILL, "Kill process ", "Kill process (?<pid>\\d+) \\((?<name>.*)\\) score \\d");
        // kernel/hung_task.c
        rule(
                Kind.HUNG_TASK,
                "blocked ",
                "^INFO: task (?<name>.*):(?<pid>\\d+) blocked (?:in I/O wait )?for more than \\d+ seconds");
        // kernel/watchdog.c, kernel/rcu/tree_stall.h, kernel/workqueue.c
        rule(
                Kind.SOFT_LOCKUP,
                "soft lockup",
                "BUG: soft lockup - CPU#\\d+ stuck for \\d+s! \\[(?<name>.*):(?<pid>\\d+)\\]");
        rule(Kind.SOFT_LOCKUP, "hard LOCKUP", "Watchdog detected hard LOCKUP on cpu");
        rule(Kind.SOFT_LOCKUP, "workqueue lockup", "^BUG: workqueue lockup - pool");
        rule(Kind.SOFT_LOCKUP, "rcu", "INFO: rcu\\w* (?:self-)?detected (?:expedited )?stalls? on CPU");
        // arch/x86/mm/fault.c, arch/x86/kernel/traps.c, arch/arm64/kernel/traps.c
        rule(Kind.SEGFAULT, "]: segfault at ", "^(?<name>.*)\\[(?<pid>\\d+)\\]: segfault at ");
        rule(
                Kind.SEGFAULT,
                "traps: ",
                "^traps: (?<name>.*)\\[(?<pid>\\d+)\\] (?:general protection|trap (?!int3)[\\w ]+?)(?: fault)? ip:");
        rule(Kind.SEGFAULT, "]: unhandled ", "^(?<name>.*)\\[(?<pid>\\d+)\\]: unhandled .*(?:fault|exception|abort)");
        rule(Kind.TABLE_OVERFLOW, "table full", "conntrack: (?:expectation )?table full");
        rule(Kind.TABLE_OVERFLOW, "eighbo", "[Nn]eighbou?r table overflow");
        rule(Kind.TABLE_OVERFLOW, "file-max limit", "^VFS: file-max limit \\d+ reached");
        rule(Kind.TABLE_OVERFLOW, "bucket table overflow", "time wait bucket table overflow");
        rule(Kind.TABLE_OVERFLOW, "orphaned sockets", "TCP: too many (?:of )?orphaned sockets");
        rule(Kind.TABLE_OVERFLOW, "cache is full", "Route cache is full");
        rule(Kind.TABLE_OVERFLOW, "fork rejected", "^cgroup: fork rejected by pids controller in ");
        rule(Kind.SYN_FLOOD, "ossible SYN flooding", "ossible SYN flooding on port");
        rule(
                Kind.TCP_OUT_OF_MEMORY,
                "out of memory -- consider tuning",
                "TCP: out of memory -- consider tuning tcp_mem");
        rule(Kind.TCP_OUT_OF_MEMORY, "Out of socket memory", "Out of socket memory");
        // net/sched/sch_generic.c, then what drivers print; "SATA link down" is no network.
        rule(Kind.NIC_RESET, "NETDEV WATCHDOG", "NETDEV WATCHDOG: .*timed out");
        rule(
                Kind.NIC_RESET,
                "ink ",
                "\\b(?:NIC )?(?:\\w+ )?[Ll]ink is [Dd]own\\b|: link status definitely down for interface");
        rule(Kind.NIC_RESET, "ink down", "(?i)^(?!.*\\bsata\\b)(?:mlx|bnx|enic|cxgb|qed|nfp|hv_netvsc).*\\blink down");
        rule(
                Kind.NIC_RESET,
                "eset",
                "Reset adapter|(?:starting|initiating) reset|Resetting adapter|resetting device due to");
        rule(Kind.NIC_RESET, "Unit Hang", "Detected (?:Hardware|Tx) Unit Hang");
        // arch/x86/kernel/cpu/mce/therm_throt.c; kernel/sched/rt.c
        rule(Kind.CPU_THROTTLED, "clock throttled", "temperature above threshold, cpu clock throttled");
        rule(Kind.CPU_THROTTLED, "RT throttling", "^sched: (?:DL replenish|RT throttling) ?.*activated");
        // block/blk-core.c by age, file systems, drivers
        rule(
                Kind.IO_ERROR,
                "I/O error",
                "^(?:[\\w:]+ )?(?:Buffer )?I/O error,? (?:on )?dev|^(?:XFS|EXT[234]-fs|JBD2|BTRFS)\\b.*I/O error");
        rule(Kind.IO_ERROR, "critical ", "critical (?:medium|target|space allocation|nexus) error, dev ");
        rule(Kind.IO_ERROR, "-fs error", "^EXT[234]-fs error \\(device ");
        rule(Kind.IO_ERROR, "XFS (", "^XFS \\([^)]+\\): .*(?:[Cc]orruption|log I/O error|[Ss]hutting down filesystem)");
        rule(Kind.IO_ERROR, "BTRFS ", "^BTRFS (?:error|critical) ");
        rule(Kind.IO_ERROR, "nvme", "^nvme .*(?:I/O .*timeout|controller is down|Disabling device)");
        rule(Kind.IO_ERROR, "not responding", "^nfs: server .* not responding");
        rule(Kind.KERNEL_BUG, "kernel BUG at", "^kernel BUG at \\S+:\\d+!");
        rule(Kind.KERNEL_BUG, "nable to handle", "[Uu]nable to handle (?:kernel|page fault)");
        rule(Kind.KERNEL_BUG, "Oops", "^(?:Internal error: )?Oops(?::| - ).*[0-9a-f]{4,16} \\[#\\d+\\](?: |$)");
        rule(Kind.KERNEL_BUG, "general protection fault", "^general protection fault\\b.*\\[#\\d+\\]");
        rule(
                Kind.KERNEL_BUG,
                "BUG: ",
                "^BUG: (?:Bad (?:page|rss)|KASAN: [\\w-]+ in |KFENCE: \\w+|kernel (?:NULL|paging)|scheduling while atomic|sleeping function|spinlock \\w+ on|using \\w+\\(\\) in )");
        rule(Kind.KERNEL_BUG, "panic", "^Kernel panic - not syncing");
    }

    /** Who was on the CPU when the kernel failed; a line of its own in the report that follows (lib/dump_stack.c). */
    private static final Pattern WHO =
            Pattern.compile("(?:PID|Pid): (?<pid>\\d+),? [Cc]omm: (?<name>.*?) (?:Not tainted|Tainted:|Kdump:)");

    private static final String WHO_MARK = "omm: ";
    /**
     * Messages that repeat a name which a process gave itself, up to 15 bytes: there the name must not pass for a complaint of
     * the kernel. Rules that have a group for the name tell the two apart themselves.
     */
    private static final Pattern QUOTES_A_NAME = Pattern.compile(
            "^(?:.{1,15}(?:\\[\\d+\\]:? | ?\\(\\d+\\): |: page allocation)|\\[ *\\d+\\] |oom_reaper: |oom-kill:|CPU: \\d+ |task:)",
            Pattern.DOTALL);

    private static void rule(Kind kind, String mark, String pattern) {
        RULES.add(new MessageRule(kind, mark, Pattern.compile(pattern, Pattern.DOTALL)));
    }

    static Optional<Match> match(String text) {
        for (MessageRule rule : RULES) {
            if (text.contains(rule.mark)) {
                Matcher m = rule.pattern.matcher(text);
                if (m.find()
                        && (m.namedGroups().containsKey("name")
                                || !QUOTES_A_NAME.matcher(text).find())) {
                    return Optional.of(new Match(rule.kind, pid(m), group(m, "name")));
                }
            }
        }
        return Optional.empty();
    }

    /** The process of the report that a message without one began. */
    static Optional<Match> who(Kind kind, String text) {
        if (!text.contains(WHO_MARK)) {
            return Optional.empty();
        }
        Matcher m = WHO.matcher(text);
        return m.find() ? Optional.of(new Match(kind, pid(m), group(m, "name"))) : Optional.empty();
    }

    private static Optional<Integer> pid(Matcher m) {
        try {
            return group(m, "pid").map(Integer::parseInt);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> group(Matcher m, String name) {
        return m.namedGroups().containsKey(name) ? Optional.ofNullable(m.group(name)) : Optional.empty();
    }
}
