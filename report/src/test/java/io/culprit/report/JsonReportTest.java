package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.culprit.model.Diagnosis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonReportTest {
    private static final Path SCHEMA = Path.of("../docs/diagnose.schema.json");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Overwrites the schema in docs with the one that the code means: {@code -Dculprit.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("culprit.update");

    @Test
    void theSchemaInTheDocsIsTheOneThatTheCodeMeans() throws IOException {
        String meant = MAPPER.writeValueAsString(new SchemaOfShapes(new JavadocOfRecords())
                        .document(
                                Shapes.of(JsonDocument.class),
                                "https://culprit.invalid/diagnose.schema.json",
                                "culprit diagnose --format json"))
                + "\n";
        if (UPDATE) Files.writeString(SCHEMA, meant);
        assertThat(SCHEMA)
                .as("after a change of a record: mvn test -pl report -am -Dtest=JsonReportTest -Dculprit.update=true")
                .content()
                .isEqualTo(meant);
    }

    @Test
    void whatIsWrittenFollowsTheSchema() throws IOException {
        List<Diagnosis> all = List.of(
                Sample.originalCase(), Sample.quiet(), new Diagnosis(Sample.nothingKnown(), List.of(), List.of()));
        for (Diagnosis d : all) assertThat(violations(json(d))).isEmpty();
    }

    @Test
    void hostileTextAndNumbersFollowTheSchemaToo() throws IOException {
        for (long seed = 0; seed < 50; seed++)
            assertThat(violations(json(new Hostile(seed).diagnosis())))
                    .as("seed %d", seed)
                    .isEmpty();
    }

    @Test
    void theSchemaRefusesAFieldTooManyAndOneTooFew() throws IOException {
        ObjectNode more = (ObjectNode) MAPPER.readTree(json(Sample.originalCase()));
        ((ObjectNode) more.path("findings").get(0)).put("colour", "red");
        ObjectNode fewer = (ObjectNode) MAPPER.readTree(json(Sample.originalCase()));
        ((ObjectNode) fewer.path("checks").get(3)).remove("status");
        ObjectNode other = (ObjectNode) MAPPER.readTree(json(Sample.originalCase()));
        ((ObjectNode) other.path("findings").get(0)).put("severity", "terrible");

        assertThat(violations(more.toString())).isNotEmpty();
        assertThat(violations(fewer.toString())).isNotEmpty();
        assertThat(violations(other.toString())).isNotEmpty();
    }

    @Test
    void aScriptFindsTheCulprit() throws IOException {
        JsonNode d = MAPPER.readTree(json(Sample.originalCase()));

        JsonNode worst = d.path("findings").get(0);
        assertThat(worst.path("id").asString()).isEqualTo("syscall-error-loop");
        assertThat(worst.path("variant").asString()).isEqualTo("shared-fd");
        assertThat(worst.path("severity").asString()).isEqualTo("critical");
        assertThat(worst.path("confidence").asString()).isEqualTo("high");
        assertThat(worst.path("subject").path("kind").asString()).isEqualTo("program");
        assertThat(worst.path("subject").path("count").asInt()).isEqualTo(12);
        assertThat(worst.path("subject").path("processes").get(0).path("pid").asInt())
                .isEqualTo(18_354);
        assertThat(worst.path("evidence").get(1).path("source").asString()).isEqualTo("sock_diag");
        assertThat(d.path("findings").get(2).path("variant").isNull()).isTrue();
        assertThat(d.path("consumers").path("value").get(0).path("cpus").asDouble())
                .isBetween(11.0, 11.1);
        assertThat(d.path("syscalls")
                        .path("value")
                        .path("top")
                        .get(0)
                        .path("processes")
                        .asInt())
                .isEqualTo(12);
        assertThat(d.path("tool").path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(d.path("checks"))
                .filteredOn(c -> c.path("status").asString().equals("unknown"))
                .allMatch(c -> !c.path("reason").asString().isEmpty())
                .hasSize(3);
    }

    @Test
    void theDocumentIsPrintableAsciiOnOneLine() throws IOException {
        for (long seed = 0; seed < 50; seed++)
            assertThat(json(new Hostile(seed).diagnosis())).as("seed %d", seed).matches("[ -~]+\n");
    }

    @Test
    void aDiskThatIsFullIsToldToTheCaller() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> JsonReport.write(Sample.originalCase(), full))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
    }

    private static String json(Diagnosis d) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(d, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Error> violations(String json) throws IOException {
        return Validator.SCHEMA.validate(MAPPER.readTree(json));
    }

    private static final class Validator {
        static final Schema SCHEMA = load();

        private static Schema load() {
            try {
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(JsonReportTest.SCHEMA));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
