package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The child that {@link KillIT} kills: appends samples whose values follow from their number, and says which are durable. */
final class Appender {
    static final int PROCESSES = 12;
    static final long STEP_MILLIS = 900_000;
    private static final Limits CENTURIES = new Limits(Duration.ofDays(365_000), Limits.USUAL_MAX_BYTES);
    private static final ProcessMetric[] METRICS = ProcessMetric.values();

    private Appender() {}

    static long value(long number, int process, int metric) {
        return (number * 31 + process) * (metric + 1L) * 4096 - number % 7 * 1000;
    }

    static int pid(long number, int process) {
        // One process of each sample is another than before.
        return process == 0 ? (int) (10_000 + number) : 100 + process;
    }

    static String name(int pid) {
        return "process-" + pid;
    }

    public static void main(String[] args) throws RecordingException, IOException {
        Path directory = Path.of(args[0]);
        long number = Long.parseLong(args[1]);
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                RecordingWriter writer = RecordingDirectory.write(directory, RoundTripTest.ORIGIN, CENTURIES)) {
            out.write("open\n".getBytes(StandardCharsets.US_ASCII));
            int[] handles = new int[PROCESSES];
            for (int p = 1; p < PROCESSES; p++) {
                handles[p] = writer.describe(described(pid(number, p)));
            }
            Frame frame = new Frame();
            for (; ; number++) {
                handles[0] = writer.describe(described(pid(number, 0)));
                fill(frame, number, handles);
                if (!(writer.append(frame) instanceof RecordingWriter.Written.Durable)) {
                    throw new IOException("not stored: " + number);
                }
                out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
                writer.ended(handles[0]);
            }
        }
    }

    private static void fill(Frame frame, long number, int[] handles) {
        frame.begin(World.BOOTED + number * STEP_MILLIS, number * STEP_MILLIS);
        for (int p = 0; p < PROCESSES; p++) {
            int row = frame.add(handles[p]);
            for (int m = 0; m < METRICS.length; m++) {
                frame.set(row, METRICS[m], value(number, p, m));
            }
        }
        frame.host("number", number);
    }

    private static RecordedProcess described(int pid) {
        return new RecordedProcess(
                new ProcessId(RoundTripTest.ORIGIN.bootId(), pid, pid),
                1,
                OptionalInt.empty(),
                name(pid),
                name(pid),
                Optional.empty(),
                name(pid),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                World.BOOTED);
    }
}
