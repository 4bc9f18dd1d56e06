package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The recorder as its users run it: what it stored is what /proc said, and nothing that happens to it loses what it took. */
class RecordIT {
    /** Whoever started us with nohup has SIGHUP ignored, and a JVM leaves it so. */
    private static final List<String> NOT_IGNORED = List.of("env", "--default-signal=HUP");

    /** 60 files, 7 UDP sockets, then half of the time on the CPU. */
    private static final String PROGRAM = "use Socket; for (1..60) { open($f[$_], '<', '/dev/null') }"
            + " for (1..7) { socket($s[$_], PF_INET, SOCK_DGRAM, 17) }"
            + " $m = 'x' x 50_000_000; $| = 1; print \"ready\\n\";"
            + " while (1) { $e = times() + 0.05; while (times() < $e) {} select(undef, undef, undef, 0.05) }";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "proc"})
    void whatItStoresIsWhatTheKernelSaidMeanwhile(String source) throws IOException {
        try (Scenario perl = Scenario.of(List.of("perl", "-e", PROGRAM))) {
            long pid = perl.pid();
            long ticksBefore = cpuTicks(pid);
            long began = System.nanoTime();
            try (Recorder recorder = Recorder.start(directory, "--every", "1s", "--source", source)) {
                Recorder.pause(6500);
                recorder.signal("TERM");
                assertThat(recorder.ended()).isEqualTo(143);
            }
            double cpus = (cpuTicks(pid) - ticksBefore) / 100.0 / ((System.nanoTime() - began) / 1e9);
            long rss = status(pid, "VmRSS") * 1024;
            long data = status(pid, "VmData") * 1024;
            long fds = entries("/proc/" + pid + "/fd");

            assertThat(last(pid, "fds")).isEqualTo(fds).isGreaterThanOrEqualTo(67);
            assertThat(last(pid, "sockets")).isEqualTo(7);
            assertThat(last(pid, "threads")).isEqualTo(1);
            assertThat(last(pid, "rss")).isCloseTo(rss, within(rss / 50));
            assertThat(last(pid, "data")).isEqualTo(data);
            assertThat(history(pid, "cpu").path("values").path("mean").asDouble())
                    .isCloseTo(100 * cpus, within(15.0));
            JsonNode line = history(pid, "rss");
            assertThat(line.path("name").asString()).isEqualTo("perl");
            assertThat(line.path("command").asString()).startsWith("perl -e use Socket;");
            assertThat(line.path("values").path("count").asInt()).isGreaterThanOrEqualTo(4);
            assertThat(line.path("ended").asBoolean()).isFalse();
        }
    }

    @Test
    void aGrowingProcessGrowsInTheHistoryAndOnThePicture() {
        try (Scenario leak = Scenario.start("malloc-leak");
                Recorder recorder = Recorder.start(directory, "--every", "1s")) {
            Recorder.pause(6500);
            recorder.signal("TERM");
            recorder.ended();
            JsonNode points = history(leak.pid(), "anon", "--points").path("points");
            List<Double> values = new ArrayList<>();
            points.forEach(p -> values.add(p.path("value").asDouble()));
            assertThat(values).hasSizeGreaterThan(3).isSorted();
            assertThat(values.getLast()).isGreaterThan(values.getFirst());

            for (String format : new String[] {"html", "svg", "png", "term"}) {
                Path picture = directory.resolveSibling(directory.getFileName() + "." + format);
                Run drawn = Run.culprit(
                        "graph", "--store", directory.toString(), "--format", format, "-o", picture.toString());
                assertThat(drawn.status()).as(drawn.err()).isZero();
                assertThat(picture).isNotEmptyFile();
                delete(picture);
            }
        }
    }

    @Test
    void killedAtAnyMomentItLosesNothingAndTheNextOneGoesOn() {
        try (Recorder first = Recorder.start(directory, "--every", "1s")) {
            Recorder.pause(3200);
            first.signal("KILL");
            assertThat(first.ended()).isEqualTo(137);
        }
        int before = samples();
        assertThat(before).isGreaterThanOrEqualTo(3);
        Run second = Run.culprit("record", "--every", "1s", "--for", "2s", "--store", directory.toString());
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(samples()).isGreaterThanOrEqualTo(before + 2);
    }

    @Test
    void aSecondRecorderIsRefusedAndToldWhoTheFirstIs() {
        try (Recorder first = Recorder.start(directory, "--every", "1s")) {
            Run second = Run.culprit("record", "--for", "2s", "--store", directory.toString());
            assertThat(second.status()).isEqualTo(3);
            assertThat(second.err()).contains(directory.toString()).containsPattern("\\b\\d+\\b");
            assertThat(second.errorLines()).hasSize(1);
            first.signal("TERM");
            first.ended();
        }
    }

    @Test
    void hangupReadsTheConfigurationAgainAndAWrongOneChangesNothing() throws IOException {
        Path config = Files.writeString(directory.resolveSibling("record.conf"), "every = 1s\n");
        Path store = directory.resolve("store");
        try (Recorder recorder = Recorder.start(NOT_IGNORED, store, "--config", config.toString())) {
            Recorder.pause(1500);
            Files.writeString(config, "every = 2s\n");
            recorder.signal("HUP");
            recorder.waitFor("recording every 2s");
            Files.writeString(config, "evry = 5s\n");
            recorder.signal("HUP");
            recorder.waitFor("unknown key 'evry'");
            recorder.signal("TERM");
            assertThat(recorder.ended()).isEqualTo(143);
            assertThat(recorder.said()).doesNotContain("recording every 5s");
        } finally {
            delete(config);
        }
    }

    @Test
    void anOrdinaryUserRecordsWhatHeMayRead() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path store = directory.resolve("of-nobody");
        try (Scenario perl = Scenario.of(List.of("perl", "-e", PROGRAM));
                Recorder recorder = Recorder.start(Run.asNobody(), store, "--every", "1s")) {
            assertThat(recorder.said()).contains("the BPF iterator is refused").contains("from /proc");
            Recorder.pause(3500);
            recorder.signal("TERM");
            recorder.ended();
            JsonNode rss = historyIn(store, perl.pid(), "rss");
            assertThat(rss.path("values").path("last").asLong()).isGreaterThan(50_000_000);
            // Since Linux 6.2 the size of the folder is the number, and it may be asked for; what the descriptors are
            // may not.
            for (String metric : new String[] {"sockets", "read", "closed-sockets"}) {
                assertThat(historyIn(store, perl.pid(), metric)
                                .path("values")
                                .path("last")
                                .isNumber())
                        .as(metric)
                        .isFalse();
            }
        }
    }

    @Test
    void namesThatAttackWhoPrintsThemAreHarmless() {
        try (Scenario hostile = Scenario.start("hostile-name", "--name", "0");
                Recorder recorder = Recorder.start(directory, "--every", "1s")) {
            Recorder.pause(2500);
            recorder.signal("TERM");
            recorder.ended();
            for (String format : new String[] {"table", "csv", "json"}) {
                Run shown = Run.culprit(
                        "history",
                        "--store",
                        directory.toString(),
                        "--pid",
                        String.valueOf(hostile.pid()),
                        "--format",
                        format);
                assertThat(shown.status()).as(shown.err()).isZero();
                assertThat(shown.out()).doesNotContain("\u001b").contains("X");
            }
        }
    }

    @Test
    void whatCannotBeIsWrongUsageAndLeavesNothingBehind() throws IOException {
        Path store = directory.resolve("none");
        for (String[] wrong : new String[][] {
            {"--every", "100ms"},
            {"--keep", "soon"},
            {"--max-size", "1K"},
            {"--for", "x"},
            {"--source", "magic"},
            {"--config", directory.resolve("missing").toString()}
        }) {
            List<String> arguments = new ArrayList<>(List.of("record", "--store", store.toString()));
            arguments.addAll(List.of(wrong));
            Run run = Run.culprit(arguments.toArray(String[]::new));
            assertThat(run.status()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(run.errorLines()).hasSize(1);
        }
        assertThat(store).doesNotExist();
        Path file = Files.writeString(directory.resolve("file"), "x");
        Run onFile = Run.culprit("record", "--store", file.toString());
        assertThat(onFile.status()).isEqualTo(3);
        assertThat(onFile.errorLines()).hasSize(1);
    }

    private JsonNode history(long pid, String metric, String... more) {
        return historyIn(directory, pid, metric, more);
    }

    private static JsonNode historyIn(Path store, long pid, String metric, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "history",
                "--store",
                store.toString(),
                "--pid",
                String.valueOf(pid),
                "--metric",
                metric,
                "--format",
                "json"));
        arguments.addAll(List.of(more));
        Run run = Run.culprit(arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return run.json().path("processes").path("lines").path(0);
    }

    private long last(long pid, String metric) {
        return history(pid, metric).path("values").path("last").asLong();
    }

    private int samples() {
        return Run.culprit("history", "--store", directory.toString(), "--format", "json")
                .json()
                .path("samples")
                .asInt();
    }

    private static long cpuTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(f[11]) + Long.parseLong(f[12]);
    }

    private static long status(long pid, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(l -> l.startsWith(key + ":"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
