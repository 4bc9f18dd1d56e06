package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.culprit.model.recording.History;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.PointSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class HistoryDataTest {
    private static final Path SCHEMA = Path.of("../docs/history.schema.json");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Overwrites the schema in docs with the one that the code means: {@code -Dculprit.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("culprit.update");

    @Test
    void theSchemaInTheDocsIsTheOneThatTheCodeMeans() throws IOException {
        String meant = MAPPER.writeValueAsString(new SchemaOfShapes(new JavadocOfRecords())
                        .document(
                                Shapes.of(HistoryDocument.class),
                                "https://culprit.invalid/history.schema.json",
                                "culprit history --format json"))
                + "\n";
        if (UPDATE) Files.writeString(SCHEMA, meant);
        assertThat(SCHEMA)
                .as("after a change of a record: mvn test -pl report -am -Dtest=HistoryDataTest -Dculprit.update=true")
                .content()
                .isEqualTo(meant);
    }

    @Test
    void everyKindOfDocumentFollowsTheSchema() throws IOException {
        History h = SampleHistory.fiveDays();
        assertFollows(json(h, Optional.empty()));
        assertFollows(json(h, points(h)));
        ByteArrayOutputStream host = new ByteArrayOutputStream();
        HistoryJson.write(SampleHistory.host(), host);
        assertFollows(host.toString(StandardCharsets.UTF_8));
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        HistoryJson.write(SampleHistory.info(), info);
        assertFollows(info.toString(StandardCharsets.UTF_8));
    }

    @Test
    void hostileTextAndNumbersFollowItTooAndStayAscii() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            String json = json(SampleHistory.hostile(seed), Optional.empty());
            assertThat(json).as("seed %d", seed).matches("[ -~]+\n");
            assertFollows(json);
        }
    }

    @Test
    void aScriptFindsWhoGrowsAndWhichPointsWereRead() throws IOException {
        History h = SampleHistory.fiveDays();
        JsonNode first = MAPPER.readTree(json(h, points(h)))
                .path("processes")
                .path("lines")
                .get(0);

        assertThat(first.path("process").path("pid").asInt()).isEqualTo(18_354);
        assertThat(first.path("values").path("growthPerHour").asDouble()).isBetween(5.5e6, 5.6e6);
        assertThat(first.path("points").get(1).path("read").asBoolean()).isFalse();
        assertThat(first.path("points").get(1).path("value").asDouble()).isEqualTo(7.5);
        assertThat(MAPPER.readTree(json(h, points(h)))
                        .path("processes")
                        .path("lines")
                        .get(1)
                        .path("points")
                        .size())
                .isZero();
    }

    @Test
    void aSpreadsheetGetsNoFormulaNoEscapeAndOneRowForAProcess() throws IOException {
        StringBuilder out = new StringBuilder();
        HistoryCsv.Points rows = new HistoryCsv.Points(Metric.FDS, out);
        rows.point(SampleHistory.process(7, "=cmd|' /C calc'!A0", "a,\"b\"\n\u001b[31m"), SampleHistory.FROM, 12, true);
        rows.point(SampleHistory.process(8, "-x", "+y"), SampleHistory.FROM + 10, 0.1 + 0.2, false);

        assertThat(out.toString().lines())
                .containsExactly(
                        "time,pid,start,program,name,metric,value,read",
                        "2026-11-19T14:00:00Z,7,2026-11-19T13:59:55Z,\"a,\"\"b\"\"\\n\\x1b[31m\",'=cmd|' /C calc'!A0,fds,12,true",
                        "2026-11-19T14:00:00.010Z,8,2026-11-19T13:59:55Z,'+y,'-x,fds,0.3,false");
    }

    @Test
    void everyRowHasAsManyCellsAsTheHead() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            StringBuilder out = new StringBuilder();
            HistoryCsv.write(SampleHistory.hostile(seed), out);
            assertThat(out.toString().lines().map(HistoryDataTest::cells))
                    .as("seed %d", seed)
                    .containsOnly(18);
        }
        StringBuilder host = new StringBuilder();
        HistoryCsv.write(SampleHistory.host(), host);
        assertThat(host.toString().lines().map(HistoryDataTest::cells))
                .hasSize(3)
                .containsOnly(8);
    }

    /** As RFC 4180 reads a row. */
    private static int cells(String row) {
        int cells = 1;
        boolean quoted = false;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) cells++;
        }
        return quoted ? -1 : cells;
    }

    private static Optional<List<PointSeries>> points(History h) {
        return Optional.of(List.of(new PointSeries(
                h.entries().getFirst().process().id(), new long[] {1, 2}, new double[] {7, 7.5}, new boolean[] {
                    true, false
                })));
    }

    private static String json(History h, Optional<List<PointSeries>> points) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistoryJson.write(h, points, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void assertFollows(String json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        assertThat(schema.validate(MAPPER.readTree(json))).isEmpty();
    }
}
