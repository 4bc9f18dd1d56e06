package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Links;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;

/**
 * Whether a source says of ourselves what /proc says: a layout that was misread would show here, and so would a time namespace,
 * in which /proc tells other start times. Then /proc is right, since all that identifies a process was learned from it.
 */
final class SelfCheck {
    /** {@code PROC_PID_INIT_INO} of include/linux/proc_ns.h. */
    private static final String INITIAL = "pid:[4026531836]";

    private static final String WHAT = "compare the BPF iterator with /proc/self/stat";

    private SelfCheck() {}

    /** Inside another namespace pids are others than those that the kernel's structs hold. */
    static Read<String> pidNamespace() {
        return Links.read("/proc/self/ns/pid")
                .flatMap(link -> link.equals(INITIAL)
                        ? Read.ok(link)
                        : Read.malformed(
                                "read all tasks by BPF",
                                "this process is in a pid namespace of its own, " + link + ": pids there are others"));
    }

    /** @return our pid */
    static Read<Integer> compare(TaskSource source) {
        var table = new TaskTable();
        return stat().flatMap(first -> source.read(table, 0)
                .flatMap(rows -> stat().flatMap(second -> {
                    for (int row = 0; row < rows; row++) {
                        if (table.pid(row) == first.pid()) {
                            String differs = difference(table, row, first, second);
                            return differs.isEmpty()
                                    ? Read.ok(first.pid())
                                    : Read.malformed(WHAT, "they differ in the " + differs);
                        }
                    }
                    return Read.malformed(WHAT, "our own process is not among the " + rows + " that it showed");
                })));
    }

    /** Counters read between two others lie between them. */
    private static String difference(TaskTable table, int row, PidStat first, PidStat second) {
        if (table.startTicks(row) != first.startTicks()) {
            return "start time";
        }
        if (table.parent(row) != first.parent() && table.parent(row) != second.parent()) {
            return "parent";
        }
        if (!table.name(row).equals(first.name()) || table.kernelThread(row)) {
            return "name";
        }
        long faults = table.column(TaskColumn.MINOR_FAULTS)[row];
        if (faults < first.minorFaults() || faults > second.minorFaults()) {
            return "page faults";
        }
        return "";
    }

    private static Read<PidStat> stat() {
        return KernelFile.bytes("/proc/self/stat").flatMap(b -> PidStat.parse(b, b.length));
    }
}
