package io.culprit.record.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * The child that {@link KillIT} kills and {@link PowerCutIT} leaves without power: appends {@link Numbered} samples and says which
 * are durable. With a third argument it dawdles wherever files come, go or get another name.
 */
final class Appender {
    private static final int LONGEST_PAUSE_MILLIS = 25;

    private Appender() {}

    public static void main(String[] args) throws RecordingException, IOException {
        Path directory = args.length > 2 ? WitnessedFiles.at(Path.of(args[0]), dawdling()) : Path.of(args[0]);
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                RecordingWriter writer =
                        RecordingDirectory.write(directory, RoundTripTest.ORIGIN, Numbered.CENTURIES)) {
            out.write("open\n".getBytes(StandardCharsets.US_ASCII));
            Numbered samples = new Numbered(writer);
            for (long number = Long.parseLong(args[1]); ; number++) {
                if (!samples.append(number)) {
                    throw new IOException("not stored: " + number);
                }
                out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static FileStep.Witness dawdling() {
        Random random = new Random(4);
        return step -> {
            if (!(step instanceof FileStep.Write) && random.nextInt(step instanceof FileStep.Sync ? 8 : 2) == 0) {
                try {
                    Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
