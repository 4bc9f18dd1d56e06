package io.culprit.record.sample;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.BpfTasks;
import io.culprit.kernel.tasks.ProcTasks;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.spike.DiagnoseChild;
import io.culprit.record.spike.NamedProcesses;
import io.culprit.record.spike.SpikeDirectory;
import io.culprit.record.spike.SpikeWatch;
import io.culprit.record.store.Frame;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import io.culprit.record.store.RecordingWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The whole recorder but for the children that it would start, on a clock that does not wait: days in seconds. */
final class FastForward implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);
    static final int SAMPLES_AN_HOUR = (int) (Duration.ofHours(1).toMillis() / EVERY.toMillis());
    private static final Origin ORIGIN = new Origin("host", "00000000-0000-4000-8000-000000000048", "fast forward");

    /** Something that happens when so many samples are taken. */
    @FunctionalInterface
    interface Happens {
        void after(int samples) throws IOException, RecordingException;
    }

    private final Path store;
    private final Limits limits;
    private final boolean durable;
    private final Happens happens;
    private final Sources sources;
    private @Nullable Recorder current;
    final FastClock clock = new FastClock();
    final Herd herd;
    final List<String> said = new ArrayList<>();
    final List<RecordingEvent> events = new ArrayList<>();
    int samples;
    int known;
    int stored;
    int handles;
    long late;
    long lost;

    FastForward(Path store, Limits limits, boolean durable, int processes, Happens happens) {
        this.store = store;
        this.limits = limits;
        this.durable = durable;
        this.happens = happens;
        Read<TaskSource> iterator = BpfTasks.open();
        herd = new Herd(iterator.asOptional().orElseGet(ProcTasks::new), processes, clock);
        sources = new Sources(List.of(herd), new HostSampler());
    }

    /** A round, as between two readings of the configuration. */
    void run(Duration length) throws IOException, RecordingException, InterruptedException {
        try (NamedProcesses writer =
                new NamedProcesses(new Counted(RecordingDirectory.write(store, ORIGIN, limits, durable)))) {
            Duty duty = new Duty(writer);
            try (Recorder recorder = new Recorder(writer, sources, ORIGIN.bootId(), EVERY, said::add, duty, clock)) {
                current = recorder;
                recorder.run(length);
                duty.watch.remember(store);
                late += recorder.health().late();
                lost += recorder.health().lost();
            }
        }
    }

    static int openFiles() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    int files() throws IOException {
        try (var all = Files.list(store)) {
            return (int) all.filter(Files::isRegularFile).count();
        }
    }

    @Override
    public void close() {
        sources.close();
    }

    /** What the command does at each sample, but for learning in a child. */
    private final class Duty implements Recorder.Onlooker {
        private final NamedProcesses processes;
        private final SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
        private final DiagnoseChild child = new DiagnoseChild(new DiagnoseChild.Settings(store, List.of(), 0));
        private final SpikeDirectory kept = new SpikeDirectory(store);

        Duty(NamedProcesses processes) {
            this.processes = processes;
            watch.recall(store);
        }

        @Override
        public void sampled(Frame frame) {
            samples++;
            known = Objects.requireNonNull(current).known();
            watch.sample(frame, processes).ifPresent(spike -> processes.event(child.start(spike)));
            child.poll().ifPresent(processes::event);
            try {
                if (samples % SAMPLES_AN_HOUR == 0) {
                    watch.remember(store);
                    kept.expire(frame.wallMillis() - limits.keep().toMillis());
                }
                happens.after(samples);
            } catch (IOException | RecordingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Looks at what goes to the store. */
    private final class Counted implements RecordingWriter {
        private final RecordingWriter writer;

        Counted(RecordingWriter writer) {
            this.writer = writer;
        }

        @Override
        public int describe(RecordedProcess process) {
            int handle = writer.describe(process);
            handles = Math.max(handles, handle + 1);
            return handle;
        }

        @Override
        public void describeAgain(int handle, RecordedProcess process) {
            writer.describeAgain(handle, process);
        }

        @Override
        public void ended(int handle) {
            writer.ended(handle);
        }

        @Override
        public Written append(Frame frame) {
            Written written = writer.append(frame);
            stored += written instanceof Written.Durable ? 1 : 0;
            return written;
        }

        @Override
        public void event(RecordingEvent event) {
            events.add(event);
            writer.event(event);
        }

        @Override
        public void finish() {
            writer.finish();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
