package io.culprit.record.sample;

import io.culprit.record.store.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What {@code bench/fast-forward.sh} runs: prints the memory of this JVM as the hours pass. The real source is read at every
 * sample, and the herd comes on top.
 *
 * <p>Arguments: directory, hours (48), processes of the herd (1000), hours from one line to the next (6).
 */
final class FastForwardBench {
    private static final String RSS = "VmRSS:";
    private static final double KIB_PER_MIB = 1024;

    private FastForwardBench() {}

    public static void main(String[] args) throws Exception {
        int hours = args.length > 1 ? Integer.parseInt(args[1]) : 48;
        int processes = args.length > 2 ? Integer.parseInt(args[2]) : 1000;
        int step = (args.length > 3 ? Integer.parseInt(args[3]) : 6) * FastForward.SAMPLES_AN_HOUR;
        Limits limits = new Limits(Duration.ofHours(12), Limits.USUAL_MAX_BYTES);
        FastForward[] self = new FastForward[1];
        try (FastForward run = new FastForward(Path.of(args[0]), limits, true, processes, samples -> {
            if (samples % step == 0 || samples == FastForward.SAMPLES_AN_HOUR) {
                line(self[0]);
            }
        })) {
            self[0] = run;
            run.herd.withLive = true;
            System.out.println(run.herd.method());
            System.out.println(
                    "| hour | RSS, MiB | heap in use, MiB | processes | open files | files of the recording |");
            System.out.println("|---:|---:|---:|---:|---:|---:|");
            run.run(Duration.ofHours(hours));
            System.out.printf(
                    Locale.ROOT,
                    "%d samples due, %d stored, %d lost, %d late%n",
                    hours * FastForward.SAMPLES_AN_HOUR,
                    run.stored,
                    run.lost,
                    run.late);
        }
    }

    private static void line(FastForward run) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.1f | %d | %d | %d |%n",
                run.samples / FastForward.SAMPLES_AN_HOUR,
                rssKib() / KIB_PER_MIB,
                (runtime.totalMemory() - runtime.freeMemory()) / KIB_PER_MIB / KIB_PER_MIB,
                run.known,
                FastForward.openFiles(),
                run.files());
    }

    private static long rssKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(RSS)) {
                return Long.parseLong(
                        line.substring(RSS.length()).replace("kB", "").strip());
            }
        }
        throw new IOException("/proc/self/status without " + RSS);
    }
}
