package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder of files. */
class ProcTasksTest {
    private static final int ALL = TaskColumn.DETAILS_READ | TaskColumn.FDS_READ | TaskColumn.SOCKETS_READ;

    /** The answer of one reading, with its number of rows. */
    private static final int ANSWER_BYTES = 32;

    @TempDir
    Path proc;

    private final TaskTable table = new TaskTable();
    private ProcTasks tasks;
    private ProcFolder folder;

    @BeforeEach
    void open() {
        folder = new ProcFolder(proc);
        tasks = new ProcTasks(proc.toString(), 10);
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void readsWhatIsThereAndRepeatsItUntilItIsReadAnew() throws IOException {
        folder.process(7, "a) R 1 (b", 100, 5, 1);
        Files.createDirectory(proc.resolve("7x"));
        Files.createDirectory(proc.resolve("99999999999"));
        assertThat(read(ALL)).isEqualTo(1);
        assertThat(table.pid(0)).isEqualTo(7);
        assertThat(table.parent(0)).isEqualTo(1);
        assertThat(table.startTicks(0)).isEqualTo(100);
        assertThat(table.name(0)).isEqualTo("a) R 1 (b");
        assertThat(value(TaskColumn.CPU_USER)).isEqualTo(50_000);
        assertThat(value(TaskColumn.RSS_ANON)).isEqualTo(116 * 1024);
        assertThat(value(TaskColumn.READ_BYTES)).isEqualTo(4096);
        assertThat(value(TaskColumn.FDS)).isEqualTo(2);
        assertThat(value(TaskColumn.SOCKETS)).isOne();
        assertThat(value(TaskColumn.READ_NOW)).isEqualTo(ALL);

        folder.write(7, "status", ProcFolder.status(999, 1));
        assertThat(read(0)).isEqualTo(1);
        assertThat(value(TaskColumn.RSS_ANON)).isEqualTo(116 * 1024);
        assertThat(value(TaskColumn.SOCKETS)).isOne();
        assertThat(value(TaskColumn.READ_NOW)).isZero();

        folder.write(7, "stat", ProcFolder.stat(7, "renamed", 100, 6, 1));
        read(TaskColumn.DETAILS_READ);
        assertThat(table.name(0)).isEqualTo("renamed");
        assertThat(value(TaskColumn.RSS_ANON)).isEqualTo(999 * 1024);
        assertThat(value(TaskColumn.READ_NOW)).isEqualTo(TaskColumn.DETAILS_READ);
    }

    @Test
    void anIdleProcessIsReadOnceInSoManyReadingsAndTwoOfThemNotTogether() throws IOException {
        folder.process(40, "one", 100, 5, 1);
        folder.process(41, "two", 100, 5, 1);
        read(ALL);
        int one = 0;
        int two = 0;
        for (int i = 0; i < 3 * DetailFiles.IDLE_READINGS; i++) {
            read(TaskColumn.DETAILS_READ);
            boolean first = table.column(TaskColumn.READ_NOW)[0] != 0;
            boolean second = table.column(TaskColumn.READ_NOW)[1] != 0;
            assertThat(first && second).isFalse();
            one += first ? 1 : 0;
            two += second ? 1 : 0;
        }
        assertThat(one).isEqualTo(3);
        assertThat(two).isEqualTo(3);
    }

    @Test
    void aPidThatWasGivenToAnotherProcessKeepsNothingOfTheFirst() throws IOException {
        folder.process(7, "first", 100, 5, 1);
        read(ALL);
        folder.write(7, "stat", ProcFolder.stat(7, "second", 200, 0, 1));
        read(0);
        assertThat(table.startTicks(0)).isEqualTo(200);
        assertThat(value(TaskColumn.RSS_ANON)).isEqualTo(TaskTable.UNKNOWN);
        assertThat(value(TaskColumn.FDS)).isEqualTo(TaskTable.UNKNOWN);
        assertThat(value(TaskColumn.SOCKETS)).isEqualTo(TaskTable.UNKNOWN);
        read(ALL);
        assertThat(value(TaskColumn.RSS_ANON)).isEqualTo(116 * 1024);
    }

    @Test
    void processesComeAndGoInAnyOrderAndKeepTheirOwnValues() throws IOException {
        for (int pid : new int[] {30, 5, 20, 100, 9}) {
            folder.process(pid, "p" + pid, pid, pid, 1);
        }
        assertThat(read(ALL)).isEqualTo(5);
        assertThat(pids()).containsExactly(5, 9, 20, 30, 100);
        folder.delete(9);
        folder.delete(100);
        folder.process(1, "p1", 1, 1, 1);
        folder.process(25, "p25", 25, 25, 1);
        assertThat(read(0)).isEqualTo(5);
        assertThat(pids()).containsExactly(1, 5, 20, 25, 30);
        for (int row = 0; row < table.rows(); row++) {
            assertThat(table.name(row)).isEqualTo("p" + table.pid(row));
            assertThat(table.column(TaskColumn.CPU_USER)[row]).isEqualTo(table.pid(row) * 10_000L);
            boolean isNew = table.pid(row) == 1 || table.pid(row) == 25;
            assertThat(table.column(TaskColumn.FDS)[row]).isEqualTo(isNew ? TaskTable.UNKNOWN : 2);
        }
    }

    @Test
    void withoutDescriptorsToSpareItReadsTheSame() throws IOException {
        folder.process(7, "first", 100, 5, 1);
        tasks.close();
        tasks = new ProcTasks(proc.toString(), 0);
        read(ALL);
        assertThat(value(TaskColumn.FDS)).isEqualTo(2);
        folder.write(7, "stat", ProcFolder.stat(7, "first", 100, 9, 1));
        read(0);
        assertThat(value(TaskColumn.CPU_USER)).isEqualTo(90_000);
        assertThat(value(TaskColumn.FDS)).isEqualTo(2);
    }

    @Test
    void switchesOfAProcessThatEverHadSeveralThreadsAreUnknown() throws IOException {
        folder.process(7, "p", 100, 5, 1);
        read(ALL);
        assertThat(value(TaskColumn.VOLUNTARY_SWITCHES)).isEqualTo(31);
        folder.write(7, "stat", ProcFolder.stat(7, "p", 100, 5, 3));
        read(ALL);
        assertThat(value(TaskColumn.VOLUNTARY_SWITCHES)).isEqualTo(TaskTable.UNKNOWN);
        folder.write(7, "stat", ProcFolder.stat(7, "p", 100, 5, 1));
        read(ALL);
        assertThat(value(TaskColumn.VOLUNTARY_SWITCHES)).isEqualTo(TaskTable.UNKNOWN);
    }

    @Test
    void whatLacksIsUnknownAndNotAskedForAtOnceAgain() throws IOException {
        folder.process(7, "p", 100, 5, 1);
        Files.delete(proc.resolve("7/io"));
        read(ALL);
        assertThat(value(TaskColumn.READ_BYTES)).isEqualTo(TaskTable.UNKNOWN);
        assertThat(value(TaskColumn.RSS_FILE)).isEqualTo(1644 * 1024);
        folder.write(7, "io", "read_bytes: 4096\nwrite_bytes: 0\n");
        for (int ticks = 6; ticks < DetailFiles.REFUSED_READINGS; ticks++) {
            folder.write(7, "stat", ProcFolder.stat(7, "p", 100, ticks, 1));
            read(ALL);
            assertThat(value(TaskColumn.READ_BYTES)).isEqualTo(TaskTable.UNKNOWN);
        }
        for (int ticks = 1000; ticks < 1010; ticks++) {
            folder.write(7, "stat", ProcFolder.stat(7, "p", 100, ticks, 1));
            read(ALL);
        }
        assertThat(value(TaskColumn.READ_BYTES)).isEqualTo(4096);
    }

    @Test
    void allocatesNothingOnceItHasRunForAWhile() throws IOException {
        for (int pid = 1; pid <= 20; pid++) {
            folder.process(pid, "p" + pid, 100, 5, 1);
        }
        // Calls of the kernel allocate until they are compiled, after some ten thousand of them.
        ThreadMXBean own = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int readings = 20;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 1000 && bytes / readings > ANSWER_BYTES; round++) {
            long before = own.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < readings; i++) {
                tasks.read(table, ALL);
            }
            bytes = own.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(table.rows()).isEqualTo(20);
        assertThat(bytes / readings).isLessThanOrEqualTo(ANSWER_BYTES);
    }

    @Test
    void garbageIsNoProcess() throws IOException {
        folder.process(7, "p", 100, 5, 1);
        Files.createDirectory(proc.resolve("8"));
        folder.write(8, "stat", "8 (cut off) S 1 2");
        Files.createDirectory(proc.resolve("9"));
        folder.write(9, "stat", "");
        Files.createFile(proc.resolve("10"));
        assertThat(read(ALL)).isEqualTo(1);
        assertThat(table.pid(0)).isEqualTo(7);
    }

    @Test
    void anAbsentRootIsARefusal() {
        try (ProcTasks absent = new ProcTasks(proc.resolve("absent").toString(), 10)) {
            Read<Integer> read = absent.read(table, 0);
            assertThat(read.errno()).isEqualTo(Errno.ENOENT);
            assertThat(read.why()).startsWith("list " + proc.resolve("absent"));
        }
    }

    @Test
    void aProcWhereNoStatIsOneIsARefusal() throws IOException {
        Files.createDirectory(proc.resolve("8"));
        folder.write(8, "stat", "no stat");
        assertThat(tasks.read(table, 0).errno()).isEqualTo(Errno.EINVAL);
    }

    private int read(int wanted) {
        return tasks.read(table, wanted).asOptional().orElseThrow();
    }

    private long value(TaskColumn column) {
        return table.column(column)[0];
    }

    private int[] pids() {
        int[] pids = new int[table.rows()];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = table.pid(i);
        }
        return pids;
    }
}
