package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Processes that come and go with values of every size, from a seed; it remembers all that it gave to the store. */
final class World {
    static final long BOOTED = 1_795_000_000_000L;

    /** One sample of the world, as it must come out of the store again. */
    record Sample(String bootId, long wall, long boot, Map<ProcessId, long[]> values, Map<String, Long> host) {}

    private static final ProcessMetric[] METRICS = ProcessMetric.values();

    private static final class Living {
        RecordedProcess process;
        final int handle;
        final long[] values = new long[METRICS.length];

        Living(RecordedProcess process, int handle) {
            this.process = process;
            this.handle = handle;
        }
    }

    private final Random random;
    private final Frame frame = new Frame();
    private final List<Living> living = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    final Map<ProcessId, RecordedProcess> processes = new HashMap<>();
    String bootId = "boot-1";
    long wall = BOOTED + 100_000;
    long boot = 100_000;
    private int nextPid = 300;

    World(long seed) {
        random = new Random(seed);
    }

    /** After a restart of the writer every process gets a new handle. */
    void restart(RecordingWriter writer) {
        List<Living> before = List.copyOf(living);
        living.clear();
        for (Living old : before) {
            Living again = new Living(old.process, writer.describe(old.process));
            System.arraycopy(old.values, 0, again.values, 0, again.values.length);
            living.add(again);
        }
    }

    void reboot(String newBootId) {
        living.clear();
        bootId = newBootId;
        boot = 5_000;
    }

    /** Moves on and fills the frame. */
    Frame next(RecordingWriter writer, int processes, long stepMillis) {
        wall += stepMillis;
        boot += stepMillis;
        churn(writer, processes);
        frame.begin(wall, boot);
        Map<ProcessId, long[]> all = new HashMap<>();
        for (Living one : living) {
            if (random.nextInt(50) == 0) {
                continue;
            }
            int row = frame.add(one.handle);
            for (int m = 0; m < METRICS.length; m++) {
                one.values[m] = value(one.values[m], m);
                if (one.values[m] != ProcessMetric.UNKNOWN) {
                    frame.set(row, METRICS[m], one.values[m]);
                }
            }
            all.put(one.process.id(), one.values.clone());
            // A description holds from the next sample of the process on.
            this.processes.put(one.process.id(), one.process);
        }
        Map<String, Long> host = new HashMap<>();
        for (int key = 0; key < 5 + random.nextInt(3); key++) {
            long value = value(key, key);
            frame.host("key:" + key, value);
            host.put("key:" + key, value);
        }
        samples.add(new Sample(bootId, wall, boot, all, host));
        return frame;
    }

    private void churn(RecordingWriter writer, int processes) {
        for (int i = living.size() - 1; i >= 0; i--) {
            if (living.size() > processes || random.nextInt(40) == 0) {
                writer.ended(living.remove(i).handle);
            } else if (random.nextInt(100) == 0) {
                Living one = living.get(i);
                one.process = process(one.process.id(), "exec " + random.nextInt());
                writer.describeAgain(one.handle, one.process);
            }
        }
        while (living.size() < processes) {
            ProcessId id = new ProcessId(bootId, nextPid++ % 4_194_304, boot / 10 - random.nextInt(10));
            RecordedProcess process = process(id, "name " + random.nextInt());
            living.add(new Living(process, writer.describe(process)));
        }
    }

    private RecordedProcess process(ProcessId id, String name) {
        return new RecordedProcess(
                id,
                random.nextInt(1000),
                random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                name + "\n\u001b[31m\"]\u00e9\ud83d\ude00",
                "program",
                random.nextBoolean() ? Optional.of("/usr/bin/x y") : Optional.empty(),
                "x --long " + name,
                random.nextBoolean() ? Optional.of("/system.slice/x.service") : Optional.empty(),
                random.nextBoolean() ? Optional.of("x.service") : Optional.empty(),
                random.nextBoolean() ? Optional.of("") : Optional.empty(),
                random.nextBoolean(),
                wall - boot + 10 * id.startTicks());
    }

    private long value(long before, int metric) {
        return switch (random.nextInt(metric + 3)) {
            case 0 -> random.nextInt(20) == 0 ? Long.MAX_VALUE - random.nextInt(3) : before;
            case 1 -> random.nextInt(10) == 0 ? ProcessMetric.UNKNOWN : random.nextLong();
            case 2 -> random.nextInt(20) == 0 ? Long.MIN_VALUE + 1 : before + 4096L * random.nextInt(3);
            case 3 -> 10_000L * random.nextInt(100);
            default -> before;
        };
    }
}
