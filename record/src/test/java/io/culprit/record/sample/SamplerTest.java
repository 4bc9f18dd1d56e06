package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.sample.FakeSource.Task;
import io.culprit.record.store.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pids beyond the kernel's greatest, so that /proc never knows them. */
class SamplerTest {
    private static final int PID = 1 << 30;

    private final FakeWriter writer = new FakeWriter();
    private final FakeSource source = new FakeSource();
    private final Sampler sampler = new Sampler(writer, "boot", PID + 1, Duration.ofNanos(1));
    private final Frame frame = new Frame();

    @Test
    void aProcessIsDescribedOnceAndReferencedAfterwards() {
        source.tasks.add(new Task(PID, 5, "sleeper", false, 4096, 1_234_567));
        sample();
        sample();
        assertThat(writer.descriptions).isEqualTo(1);
        assertThat(writer.samples).containsExactly(Map.of("sleeper " + PID, 4096L), Map.of("sleeper " + PID, 4096L));
        RecordedProcess p = writer.described.get(0);
        assertThat(p.id().startTicks()).isEqualTo(5);
        assertThat(p.uid()).isEmpty();
        assertThat(p.startedMillis()).isEqualTo(1_000_000 - 500_000 + 50);
    }

    @Test
    void aReusedPidIsANewProcessAndTheOldOneHasEnded() {
        source.tasks.add(new Task(PID, 5, "old", false, 1, 0));
        sample();
        source.tasks.set(0, new Task(PID, 900, "new", false, 2, 0));
        sample();
        assertThat(writer.ended).containsExactly(0);
        assertThat(writer.samples.getLast()).isEqualTo(Map.of("new " + PID, 2L));
    }

    @Test
    void anExecIsDescribedAgainUnderTheSameHandle() {
        source.tasks.add(new Task(PID, 5, "sh", false, 1, 0));
        sample();
        source.tasks.set(0, new Task(PID, 5, "networkingd", false, 1, 0));
        sample();
        assertThat(writer.described).hasSize(1);
        assertThat(writer.described.get(0).name()).isEqualTo("networkingd");
        assertThat(writer.ended).isEmpty();
    }

    @Test
    void aKernelThreadThatRenamesItselfIsNotDescribedAgain() {
        source.tasks.add(new Task(PID, 5, "kworker/0:1-eve", true, 0, 0));
        sample();
        source.tasks.set(0, new Task(PID, 5, "kworker/0:1-mm_", true, 0, 0));
        sample();
        assertThat(writer.descriptions).isEqualTo(1);
        assertThat(writer.described.get(0).command()).isEqualTo("[kworker/0:1-eve]");
    }

    @Test
    void manyNewProcessesAreDescribedOverSeveralSamplesAndRecordedFromTheFirst() {
        int many = 3 * Sampler.AT_LEAST_DESCRIBED;
        for (int i = 0; i < many; i++) {
            source.tasks.add(new Task(PID + 10 + i, 5, "p" + i, false, i, 0));
        }
        sample();
        assertThat(writer.samples.getFirst()).hasSize(many);
        assertThat(writer.descriptions).isEqualTo(many);
        sample();
        assertThat(writer.descriptions).isEqualTo(many + Sampler.AT_LEAST_DESCRIBED);
        sample();
        sample();
        assertThat(writer.descriptions).isEqualTo(many + 2 * Sampler.AT_LEAST_DESCRIBED);
    }

    @Test
    void aRowThatTheKernelGaveTwiceIsStoredOnce() {
        source.tasks.add(new Task(PID, 5, "twice", false, 1, 0));
        source.tasks.add(new Task(PID, 5, "twice", false, 1, 0));
        source.tasks.add(new Task(PID + 3, 5, "other", false, 7, 0));
        sample();
        sample();
        assertThat(writer.samples.getLast()).isEqualTo(Map.of("twice " + PID, 1L, "other " + (PID + 3), 7L));
        assertThat(frame.rows()).isEqualTo(2);
    }

    @Test
    void cpuTimeIsRoundedDownToMillisecondsAndWhatIsUnknownStaysSo() {
        source.tasks.add(new Task(PID, 5, "a", false, ProcessMetric.UNKNOWN, 1_234_567));
        sample();
        assertThat(frame.column(ProcessMetric.CPU_USER)[0]).isEqualTo(1_234_000);
        assertThat(frame.column(ProcessMetric.RSS_ANON)[0]).isEqualTo(ProcessMetric.UNKNOWN);
        assertThat(frame.column(ProcessMetric.SWAP)[0]).isEqualTo(ProcessMetric.UNKNOWN);
    }

    @Test
    void ownCostIsThatOfItsOwnRow() {
        source.tasks.addAll(List.of(
                new Task(PID, 5, "other", false, 999, 999_000), new Task(PID + 1, 5, "self", false, 4096, 70_000)));
        sample();
        assertThat(sampler.ownCpuMicros()).isEqualTo(70_000);
        assertThat(sampler.ownRssBytes()).isEqualTo(4096);
    }

    private void sample() {
        frame.begin(1_000_000, 500_000);
        sampler.sample(source, 0, frame);
        writer.append(frame);
    }
}
