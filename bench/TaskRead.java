import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.tasks.BpfTasks;
import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.kernel.tasks.TaskTable;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** CPU time of this thread for one reading of all processes, the median of many, once everything is compiled. */
final class TaskRead {
    private static final int ROUNDS = 101;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public static void main(String[] args) {
        long begun = THREADS.getCurrentThreadCpuTime();
        try (TaskSource source = BpfTasks.open().asOptional().orElseThrow()) {
            long opened = THREADS.getCurrentThreadCpuTime() - begun;
            var table = new TaskTable();
            report("BPF iterator, without sockets", () -> read(source, table, TaskColumn.FDS_READ));
            report("BPF iterator, with sockets", () -> read(source, table, TaskColumn.SOCKETS_READ));
            report("/proc: stat and status", TaskRead::proc);
            System.out.printf("opening took %.1f ms of CPU; memory at its peak: %s%n", opened / 1e6, peak());
        }
    }

    private interface Reading {
        int processes();
    }

    private static void report(String what, Reading reading) {
        long[] nanos = new long[ROUNDS];
        int processes = 0;
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            processes = reading.processes();
            nanos[Math.max(0, i)] = THREADS.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(nanos);
        double micros = nanos[ROUNDS / 2] / 1e3;
        System.out.printf("%-30s %9.0f us, %7.3f us a process, %d processes%n", what, micros, micros / processes, processes);
    }

    private static int read(TaskSource source, TaskTable table, int wanted) {
        return source.read(table, wanted).asOptional().orElseThrow();
    }

    /** What an agent does that reads two files a process and looks at a few lines of them. */
    private static int proc() {
        int processes = 0;
        for (String name : new File("/proc").list()) {
            if (name.charAt(0) < '0' || name.charAt(0) > '9') {
                continue;
            }
            byte[] status = KernelFile.bytes("/proc/" + name + "/status").asOptional().orElse(new byte[0]);
            boolean known = KernelFile.bytes("/proc/" + name + "/stat")
                    .flatMap(b -> PidStat.parse(b, b.length))
                    .asOptional()
                    .isPresent();
            processes += known && lines(status) > 0 ? 1 : 0;
        }
        return processes;
    }

    private static int lines(byte[] text) {
        int lines = 0;
        for (byte b : text) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static String peak() {
        return KernelFile.text("/proc/self/status").asOptional().orElse("").lines()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D+", "") + " kB")
                .findFirst()
                .orElse("unknown");
    }
}
