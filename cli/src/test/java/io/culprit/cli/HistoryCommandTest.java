package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.store.Frame;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on a recording that the store wrote: two hours in which one of three processes grows. */
class HistoryCommandTest {
    private static final String BOOT = "11111111-2222-3333-4444-555555555555";
    private static final int SAMPLES = 120;
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_795_000_000_000L;

    @TempDir
    static Path directory;

    private static Path store;

    @BeforeAll
    static void record() throws Exception {
        store = directory.resolve("store");
        try (RecordingWriter writer =
                RecordingDirectory.write(store, new Origin("server1", BOOT, "0.1.0"), Limits.USUAL)) {
            List<Integer> handles = new ArrayList<>();
            for (String name : List.of("leaker", "steady", "=1+1\n\u001b[31m")) {
                handles.add(writer.describe(process(100 + handles.size(), name)));
            }
            Frame frame = new Frame();
            for (int i = 0; i < SAMPLES; i++) {
                frame.begin(BEGIN + i * MINUTE, i * MINUTE + 500_000);
                for (int p = 0; p < handles.size(); p++) {
                    int row = frame.add(handles.get(p));
                    frame.set(row, ProcessMetric.RSS_ANON, p == 0 ? 100_000_000L + i * 100_000L : 5_000_000L * p);
                    frame.set(row, ProcessMetric.RSS_FILE, 0);
                    frame.set(row, ProcessMetric.RSS_SHMEM, 0);
                    frame.set(row, ProcessMetric.READ_NOW, p == 0 || i % 10 == 0 ? ReadNow.DETAILS : 0);
                }
                frame.host(HostKey.LOAD_1, 1500);
                assertThat(writer.append(frame)).isInstanceOf(RecordingWriter.Written.Durable.class);
            }
        }
    }

    private static RecordedProcess process(int pid, String name) {
        return new RecordedProcess(
                new ProcessId(BOOT, pid, pid),
                1,
                OptionalInt.of(0),
                name,
                "/usr/sbin/" + name,
                Optional.of("/usr/sbin/" + name),
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                BEGIN - 1000);
    }

    @Test
    void theOneThatGrowsComesFirst() throws Exception {
        assertThat(answer("history", "--sort", "growth").lines())
                .anyMatch(l -> l.matches("  leaker +100 .*\\+5.72 MiB.*"))
                .noneMatch(l -> l.contains("\u001b"));
        JsonNode lines = JsonMapper.shared()
                .readTree(answer("history", "--format", "json", "--sort", "growth", "--top", "1"))
                .path("processes")
                .path("lines");
        assertThat(lines.size()).isEqualTo(1);
        assertThat(lines.get(0).path("name").asString()).isEqualTo("leaker");
        assertThat(lines.get(0).path("values").path("growthPerHour").asDouble()).isBetween(5.99e6, 6.01e6);
    }

    @Test
    void everyValueComesWithWhetherItWasRead() throws Exception {
        List<String> rows = answer("history", "--program", "steady", "--points", "--format", "csv")
                .lines()
                .toList();

        assertThat(rows).hasSize(SAMPLES + 1);
        assertThat(rows.stream().filter(r -> r.endsWith(",5000000,true"))).hasSize(SAMPLES / 10);
        assertThat(rows.stream().filter(r -> r.endsWith(",5000000,false"))).hasSize(SAMPLES * 9 / 10);
    }

    @Test
    void aNameThatIsAFormulaIsNoneAnyMore() throws Exception {
        assertThat(answer("history", "--pid", "102", "--format", "csv"))
                .contains("'=1+1\\n\\x1b[31m")
                .doesNotContain("\u001b");
    }

    @Test
    void theHostAndTheRecordingItselfAreShown() throws Exception {
        assertThat(answer("history", "--host")).contains("load.1");
        assertThat(answer("history", "--info"))
                .contains("recording of server1", "120, one each 1 min", "3, 3 at a time");
    }

    @Test
    void thePictureIsWhatTheNameOfTheFileSays() throws Exception {
        assertThat(answer("graph")).contains("A leaker 100", "rises, +5.7");
        assertThat(answer("graph", "--host", "load")).contains("load.1");
        Path svg = directory.resolve("a.svg");
        Path png = directory.resolve("a.PNG");
        assertThat(run("graph", "-o", svg.toString())).isZero();
        assertThat(run("graph", "-o", png.toString())).isZero();
        assertThat(svg).content().startsWith("<svg").contains("leaker 100");
        assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void nothingInTheRangeIsAnAnswerAndNoRecordingIsNone() throws Exception {
        assertThat(answer("history", "--until", "1999-01-01")).contains("nothing in that range", "reaches from");
        assertThat(answer("history", "--name", "nobody")).contains("no processes with that pid, name or program");
        assertThat(run(
                        "graph",
                        "--until",
                        "1999-01-01",
                        "-o",
                        directory.resolve("none.svg").toString()))
                .isZero();
        assertThat(directory.resolve("none.svg")).doesNotExist();
        assertThat(Main.run("history", "--store", directory.resolve("missing").toString()))
                .isEqualTo(Exit.CANNOT);
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(Main.run("graph", "--store", empty.toString())).isEqualTo(Exit.CANNOT);
    }

    @Test
    void everyMetricCanBeAskedForAsTableDocumentAndPicture() throws Exception {
        for (Metric metric : Metric.values()) {
            String word = metric.word();
            assertThat(answer("history", "--metric", word)).as(word).startsWith(word + " on server1");
            assertThat(answer("history", "--metric", word, "--format", "csv")).startsWith("pid,");
            assertThat(JsonMapper.shared()
                            .readTree(answer("history", "--metric", word, "--format", "json"))
                            .path("processes")
                            .path("metric")
                            .asString())
                    .isEqualTo(word);
            assertThat(run(
                            "graph",
                            "--metric",
                            word,
                            "-o",
                            directory.resolve(word + ".svg").toString()))
                    .isZero();
        }
        assertThat(directory.resolve("rss.svg")).exists();
    }

    @Test
    void contradictionsAreRefused() {
        for (List<String> wrong : List.of(
                List.of("history", "--points"),
                List.of("history", "--points", "--format", "csv", "--by", "program"),
                List.of("history", "--info", "--format", "csv"),
                List.of("history", "--host", "load", "--pid", "1"),
                List.of("history", "--metric", "beauty"),
                List.of("history", "--top", "0"),
                List.of("graph", "-o", "x.gif"),
                List.of("graph", "--host", "--name", "x"))) {
            assertThat(run(wrong.toArray(new String[0]))).as("%s", wrong).isEqualTo(Exit.USAGE);
        }
    }

    private static String answer(String... args) throws Exception {
        Path file = Files.createTempFile(directory, "answer", ".txt");
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-o", file.toString()));
        assertThat(run(all.toArray(new String[0]))).isZero();
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--store", store.toString()));
        return Main.run(all.toArray(new String[0]));
    }
}
