package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a folder that looks like /proc, a source that shows what it is told to. */
class CompletedTasksTest {
    private static final int COMPARE = TaskColumn.DETAILS_READ | TaskColumn.SOCKETS_READ;

    @TempDir
    Path proc;

    private final Set<Integer> shown = new TreeSet<>();
    private final TaskTable table = new TaskTable();
    private ProcFolder folder;
    private CompletedTasks tasks;
    private Read<Integer> answer = Read.ok(0);

    private final TaskSource source = new TaskSource() {
        @Override
        public Read<Integer> read(TaskTable table, int wanted) {
            table.clear();
            // As the kernel's order where pids wrapped.
            for (int pid : ((TreeSet<Integer>) shown).descendingSet()) {
                table.add(pid, 1, 100L + pid, false, 0, 0);
            }
            return answer instanceof Read.Ok<Integer> ? Read.ok(table.rows()) : answer;
        }

        @Override
        public String method() {
            return "fake";
        }

        @Override
        public void close() {}
    };

    @BeforeEach
    void open() throws IOException {
        folder = new ProcFolder(proc);
        tasks = new CompletedTasks(source, proc.toString(), 10);
        for (int pid = 1; pid <= 3; pid++) {
            begin(pid);
            shown.add(pid);
        }
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void whatTheSourceDoesNotShowIsReadFromProcFromTheSecondReadingOn() throws IOException {
        shown.remove(1);
        assertThat(read(0)).containsExactlyInAnyOrder(2, 3);
        assertThat(read(TaskColumn.DETAILS_READ)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(tasks.changes()).containsExactly("the fake does not show process 1; read from /proc");
        int row = table.rows() - 1;
        assertThat(table.pid(row)).isEqualTo(1);
        assertThat(table.name(row)).isEqualTo("p1");
        assertThat(table.column(TaskColumn.RSS_ANON)[row]).isEqualTo(116 * 1024);
        assertThat(read(COMPARE)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(table.column(TaskColumn.SOCKETS)[table.rows() - 1]).isOne();
        assertThat(read(0)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(tasks.changes()).isEmpty();
    }

    @Test
    void whatBeginsAndEndsBetweenSourceAndProcIsNotMissing() throws IOException {
        for (int pid = 10; pid < 40; pid++) {
            // It began after the source was read; at the next reading it is gone, shown, or another process.
            begin(pid);
            read(COMPARE);
            switch (pid % 3) {
                case 0 -> folder.delete(pid);
                case 1 -> shown.add(pid);
                default -> folder.write(pid, "stat", ProcFolder.stat(pid, "other", 5000, 0, 1));
            }
            assertThat(read(0)).as("after %d", pid).isEqualTo(shown);
            shown.add(pid);
            assertThat(tasks.changes()).isEmpty();
        }
    }

    @Test
    void whatIsShownAgainOrEndsIsNoLongerReadFromProc() throws IOException {
        shown.clear();
        read(COMPARE);
        assertThat(read(0)).containsExactly(1, 2, 3);
        shown.add(2);
        assertThat(read(0)).containsExactly(1, 2, 3);
        assertThat(table.startTicks(0)).isEqualTo(102);
        assertThat(table.rows()).isEqualTo(3);
        folder.delete(1);
        assertThat(read(0)).containsExactly(2, 3);
        begin(1);
        assertThat(read(0)).containsExactly(2, 3);
    }

    @Test
    void thatManyAreMissingIsToldInOneLineAndAgainOnlyWhenTheyAreTwiceAsMany() throws IOException {
        shown.clear();
        for (int pid = 4; pid <= 7; pid++) {
            begin(pid);
        }
        read(COMPARE);
        read(COMPARE);
        assertThat(tasks.changes())
                .containsExactly("the fake does not show 7 processes, 1, 2, 3, 4, 5 and 2 more; read from /proc");
        for (int pid = 8; pid <= 14; pid++) {
            begin(pid);
            read(COMPARE);
            read(COMPARE);
            assertThat(tasks.changes()).hasSize(pid == 14 ? 1 : 0);
        }
        assertThat(read(0)).hasSize(14);
    }

    @Test
    void aRefusalOfTheSourceIsPassedOn() {
        answer = Read.refused("read", Errno.EINVAL);
        assertThat(tasks.read(table, COMPARE)).isSameAs(answer);
    }

    /** A process that is in /proc. */
    private void begin(int pid) throws IOException {
        folder.process(pid, "p" + pid, 100L + pid, 5, 1);
    }

    private Set<Integer> read(int wanted) {
        int rows = tasks.read(table, wanted).asOptional().orElseThrow();
        assertThat(rows).isEqualTo(table.rows());
        Set<Integer> pids = new TreeSet<>();
        IntStream.range(0, rows).forEach(row -> pids.add(table.pid(row)));
        assertThat(pids).as("each once").hasSize(rows);
        return pids;
    }
}
