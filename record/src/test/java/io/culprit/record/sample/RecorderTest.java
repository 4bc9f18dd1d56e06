package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.RecordingEvent.Kind;
import io.culprit.record.sample.FakeSource.Task;
import io.culprit.record.store.RecordingWriter.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Duration EVERY = Duration.ofMillis(20);

    private final FakeWriter writer = new FakeWriter();
    private final FakeSource first = new FakeSource();
    private final FakeSource second = new FakeSource();
    private final List<String> said = new ArrayList<>();

    RecorderTest() {
        first.tasks.add(new Task(1 << 30, 5, "sleeper", false, 4096, 0));
        second.tasks.addAll(first.tasks);
    }

    @Test
    void samplesUntilTheTimeIsOverAndTellsBeginAndEnd() throws InterruptedException {
        Health health = run(Duration.ofMillis(200), frame -> {});
        assertThat(health.taken()).isBetween(1L, 10L).isEqualTo(writer.samples.size());
        assertThat(health.taken() + health.lost()).isGreaterThanOrEqualTo(5);
        assertThat(health.processes()).isEqualTo(1);
        assertThat(kinds()).startsWith(Kind.STARTED).endsWith(Kind.STOPPED);
        assertThat(writer.hosts.getFirst())
                .containsEntry("load", 7L)
                .containsEntry(HostKey.PROCESSES, 1L)
                .containsKeys(HostKey.OWN_CPU, HostKey.OWN_RSS, HostKey.OWN_LATE, HostKey.OWN_TOOK);
    }

    @Test
    void socketsAreReadAtTheFirstSampleAndThenOnceAMinute() throws InterruptedException {
        run(Duration.ofMillis(150), frame -> {});
        assertThat(first.wanted.getFirst() & TaskColumn.SOCKETS_READ).isNotZero();
        assertThat(first.wanted.subList(1, first.wanted.size())).allMatch(w -> (w & TaskColumn.SOCKETS_READ) == 0);
    }

    @Test
    void aSourceThatFailsGivesWayToTheNext() throws InterruptedException {
        first.broken = true;
        Health health = run(Duration.ofMillis(100), frame -> {});
        assertThat(first.closed).isTrue();
        assertThat(health.lost()).isLessThan(health.taken() + 5);
        assertThat(writer.samples).isNotEmpty().allMatch(s -> s.size() == 1);
        assertThat(kinds()).contains(Kind.SOURCE_CHANGED);
        assertThat(said).anyMatch(s -> s.contains("the test broke it") && s.contains("reading from a fake source"));
    }

    @Test
    void whatASourceSaysOfItselfIsSaidAndRecordedOnce() throws InterruptedException {
        first.news.add("it does not show process 1");
        run(Duration.ofMillis(100), frame -> {});
        assertThat(said).containsExactly("it does not show process 1");
        assertThat(writer.events.stream()
                        .filter(e -> e.kind() == Kind.SOURCE_CHANGED)
                        .map(RecordingEvent::text))
                .containsExactly("it does not show process 1");
    }

    @Test
    void whatCannotBeReadIsLostAndSaidOnce() throws InterruptedException {
        first.broken = true;
        second.broken = true;
        Health health = run(Duration.ofMillis(100), frame -> {});
        assertThat(health.taken()).isZero();
        assertThat(health.lost()).isGreaterThan(1);
        assertThat(said.stream().filter(s -> s.contains("cannot be read"))).hasSize(1);
    }

    @Test
    void aDiskThatIsFullIsSaidOnceAndSoIsItsEnd() throws InterruptedException {
        writer.answer = new Written.Lost("no space left on device");
        int[] seen = {0};
        Health health = run(Duration.ofMillis(300), frame -> {
            if (++seen[0] == 3) {
                writer.answer = new Written.Durable(1);
            }
        });
        assertThat(health.lost()).isGreaterThanOrEqualTo(3);
        assertThat(health.taken()).isPositive();
        assertThat(said)
                .containsExactly(
                        "samples are being lost: no space left on device", "the recording can be written again");
    }

    @Test
    void aSlowSampleLosesThoseThatWereDueMeanwhileAndTheRecordingSaysHowMany() throws InterruptedException {
        int[] seen = {0};
        Health health = run(Duration.ofMillis(400), frame -> {
            if (++seen[0] == 2) {
                sleep(130);
            }
        });
        assertThat(health.lost()).isGreaterThanOrEqualTo(5);
        assertThat(writer.events.stream()
                        .filter(e -> e.kind() == Kind.SAMPLES_LOST)
                        .map(RecordingEvent::text))
                .anyMatch(t -> t.matches("\\d+ samples before this one were not taken"));
    }

    @Test
    void stopEndsALongWaitAtOnce() throws Exception {
        Recorder recorder = new Recorder(writer, sources(), "boot", Duration.ofHours(1), said::add, frame -> {});
        Thread stopper = new Thread(() -> {
            sleep(100);
            recorder.stop();
        });
        stopper.start();
        recorder.run(Duration.ofHours(2));
        stopper.join();
        assertThat(writer.samples).hasSize(1);
        assertThat(kinds()).endsWith(Kind.STOPPED);
    }

    private Health run(Duration length, Recorder.Onlooker onlooker) throws InterruptedException {
        Recorder recorder = new Recorder(writer, sources(), "boot", EVERY, said::add, onlooker);
        recorder.run(length);
        return recorder.health();
    }

    private Sources sources() {
        return new Sources(List.of(first, second), frame -> frame.host("load", 7));
    }

    private List<Kind> kinds() {
        return writer.events.stream().map(RecordingEvent::kind).toList();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
