package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop of ps on this machine, beside a process that grows, into a recording and out again. */
class EndToEndTest {
    private static final int SAMPLES = 4;

    @Test
    void theSeriesOfTheRecordingIsWhatPsPrinted(@TempDir Path directory) throws Exception {
        Process grows = new ProcessBuilder(
                        "bash", "-c", "s=x; while :; do s=$s$s$s; s=${s:0:4000000}$RANDOM; a+=($s); sleep 0.2; done")
                .start();
        Path log = directory.resolve("ps.log");
        try {
            Process loop = new ProcessBuilder(
                            "bash",
                            "-c",
                            "for i in $(seq " + SAMPLES
                                    + "); do date; LC_ALL=C ps -eo pid,ppid,rss,nlwp,args; sleep 1; done")
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(loop.waitFor()).isZero();
        } finally {
            grows.destroyForcibly();
        }
        List<Long> printed = printed(Files.readString(log), grows.pid());
        assertThat(printed).hasSize(SAMPLES);

        Path into = directory.resolve("recording");
        ImportOutcome outcome = Imports.run(
                new ImportRequest(
                        List.of(new ImportSource(
                                log.toString(),
                                Optional.of(Files.getLastModifiedTime(log).toInstant()),
                                () -> Files.newInputStream(log),
                                true)),
                        Optional.empty(),
                        ZoneId.systemDefault(),
                        Optional.empty(),
                        Optional.of("here")),
                (host, bootId) -> RecordingDirectory.write(into, new Origin(host, bootId, "test"), Limits.USUAL));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Done.class,
                        done -> assertThat(done.summary().samples()).isEqualTo(SAMPLES));
        assertThat(recorded(into, (int) grows.pid())).isEqualTo(printed);
        assertThat(printed.getLast()).isGreaterThan(printed.getFirst());
    }

    private static List<Long> printed(String log, long pid) {
        List<Long> bytes = new ArrayList<>();
        Matcher m = Pattern.compile("^ *" + pid + " +\\d+ +(\\d+) ", Pattern.MULTILINE)
                .matcher(log);
        while (m.find()) {
            bytes.add(Long.parseLong(m.group(1)) * 1024);
        }
        return bytes;
    }

    private static List<Long> recorded(Path into, int pid) throws Exception {
        List<Long> values = new ArrayList<>();
        try (Recording recording = RecordingDirectory.read(into)) {
            recording.scan(TimeRange.ALL, Set.of(ProcessMetric.RSS), stretch -> {
                for (int row = 0; row < stretch.processes(); row++) {
                    if (stretch.process(row).id().pid() == pid) {
                        for (int k = 0; k < stretch.length(row); k++) {
                            values.add(stretch.column(ProcessMetric.RSS)[stretch.offset(row) + k]);
                        }
                    }
                }
            });
        }
        return values;
    }
}
