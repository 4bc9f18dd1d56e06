package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.bpf.FileRecord;
import io.culprit.kernel.bpf.TaskRecord;
import org.junit.jupiter.api.Test;

/** Records as the programs write them, in orders that a running kernel rarely gives. */
class TaskTallyTest {
    private static final int LEADER = TaskRecord.IS_LONG | TaskRecord.IS_LEADER;
    private static final int MEMORY = TaskRecord.HAS_MEMORY | TaskRecord.HAS_FILES;

    private final TaskTally tally = new TaskTally();

    @Test
    void threadsAreAddedToTheirLeaderAndToNobodyElse() {
        tally.task(record(LEADER | MEMORY, 10, 5, 100, 1000), 0);
        tally.task(record(LEADER | MEMORY, 11, 5, 7, 0), 0);
        tally.task(record(0, 10, 5, 30, 0), 0);
        tally.task(record(0, 10, 5, 3, 0), 0);
        assertThat(tally.rows()).isEqualTo(2);
        assertThat(runTime(10, 5)).isEqualTo(1133);
        assertThat(runTime(11, 5)).isEqualTo(7);
    }

    @Test
    void aThreadThatEndsBetweenItsTurnAndItsLeadersIsCountedOnce() {
        // Pids wrapped: thread 7 of process 30 000 comes first, with what had ended by then.
        tally.task(record(TaskRecord.IS_LONG, 30_000, 5, 400, 1000), 0);
        tally.task(record(LEADER | MEMORY, 30_000, 5, 20, 1400), 0);
        assertThat(runTime(30_000, 5)).isEqualTo(400 + 20 + 1000);
        assertThat(tally.has(tally.find(30_000, 5), TaskRecord.IS_LEADER)).isTrue();
    }

    @Test
    void aPidThatIsGivenAnewMeansTheLaterProcess() {
        tally.task(record(LEADER | MEMORY, 10, 5, 100, 0), 0);
        tally.task(record(LEADER | MEMORY, 10, 6, 1, 0), 0);
        tally.task(record(0, 10, 6, 2, 0), 0);
        assertThat(runTime(10, 6)).isEqualTo(3);
        assertThat(tally.find(10, 5)).isEqualTo(-1);
        assertThat(tally.get(0, TaskTally.COUNTERS + TaskRecord.RUNTIME)).isEqualTo(100);
    }

    @Test
    void whatWasTornIsNotTaken() {
        long[] torn = record(LEADER | MEMORY | TaskRecord.TORN, 10, 5, 1, 0);
        torn[TaskRecord.PAGES] = 77;
        torn[TaskRecord.DESCRIPTORS] = 88;
        tally.task(torn, 0);
        int row = tally.find(10, 5);
        assertThat(tally.has(row, TaskRecord.HAS_MEMORY) || tally.has(row, TaskRecord.HAS_FILES))
                .isFalse();
        assertThat(tally.get(row, TaskTally.PAGES)).isZero();
        assertThat(tally.get(row, TaskTally.DESCRIPTORS)).isZero();
        assertThat(tally.has(row, TaskRecord.TORN)).isTrue();
    }

    @Test
    void socketsAreTheLeadersWhereItHasDescriptors() {
        tally.task(record(LEADER | MEMORY, 10, 5, 1, 0), 0);
        tally.files(files(10, 9, 5, 4), 0);
        assertThat(tally.get(tally.find(10, 5), TaskTally.SOCKETS)).isEqualTo(4);
        tally.files(files(10, 10, 5, 3), 0);
        tally.files(files(10, 12, 5, 2), 0);
        tally.files(files(10, 10, 4, 1), 0);
        tally.files(files(99, 99, 4, 1), 0);
        assertThat(tally.get(tally.find(10, 5), TaskTally.SOCKETS)).isEqualTo(3);
    }

    @Test
    void moreProcessesThanItHasRoomForMakeItGrow() {
        for (int round = 0; round < 2; round++) {
            tally.clear();
            for (int pid = 1; pid <= 20_000; pid++) {
                tally.task(record(LEADER | MEMORY, 3 * pid, pid, pid, 0), 0);
            }
            for (int pid = 20_000; pid > 0; pid--) {
                tally.task(record(0, 3 * pid, pid, 1, 0), 0);
                assertThat(runTime(3 * pid, pid)).isEqualTo(pid + 1);
            }
            assertThat(tally.rows()).isEqualTo(20_000);
            assertThat(tally.find(1, 1)).isEqualTo(-1);
        }
    }

    private long runTime(int pid, long start) {
        return tally.get(tally.find(pid, start), TaskTally.COUNTERS + TaskRecord.RUNTIME);
    }

    private static long[] record(int flags, int pid, long start, long runTime, long deadRunTime) {
        long[] words = new long[TaskRecord.LONG];
        words[TaskRecord.HEAD] = (long) flags << 32 | pid;
        words[TaskRecord.START] = start;
        words[TaskRecord.COUNTERS + TaskRecord.RUNTIME] = runTime;
        words[TaskRecord.DEAD + TaskRecord.RUNTIME] = deadRunTime;
        return words;
    }

    private static long[] files(int pid, int task, long start, long sockets) {
        long[] words = new long[FileRecord.WORDS];
        words[FileRecord.HEAD] = (long) task << 32 | pid;
        words[FileRecord.START] = start;
        words[FileRecord.SOCKETS] = sockets;
        return words;
    }
}
