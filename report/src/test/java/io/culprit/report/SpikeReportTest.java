package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.culprit.model.Confidence;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Riser;
import io.culprit.model.recording.Spike.Signal;
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

class SpikeReportTest {
    private static final Path SCHEMA = Path.of("../docs/spikes.schema.json");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String AT = "2026-11-23T03:12:10+01:00";
    private static final String HOSTILE = "evil\n\u001b[2J\u202e name";

    private static Spike spike(String program, int processes) {
        return new Spike(
                1_795_400_000_000L,
                Signal.CPU,
                0.48,
                11.04,
                Optional.of(new Riser(program, program, new ProcessId("boot", 18354, 77), processes, 0.4, 10.9)));
    }

    private static final List<SpikeEntry> SOME = List.of(
            new SpikeEntry(
                    AT,
                    spike("networkingd", 12),
                    List.of(new SpikeEntry.Headline(
                            "syscall-error-loop",
                            Severity.CRITICAL,
                            Confidence.HIGH,
                            "networkingd: 12 processes spin on a failing recvfrom")),
                    Optional.of("/var/lib/culprit/spikes/20261123T021210.000Z.evidence.json.gz"),
                    Optional.empty()),
            new SpikeEntry(
                    AT,
                    new Spike(1, Signal.MEMORY_PRESSURE, 0, 0.62, Optional.empty()),
                    List.of(),
                    Optional.empty(),
                    Optional.of("6 within 24 hours were enough")),
            new SpikeEntry(AT, spike(HOSTILE, 1), List.of(), Optional.of("/tmp/it's " + HOSTILE), Optional.empty()));

    @Test
    void theSchemaInTheDocsIsTheOneThatTheCodeMeans() throws IOException {
        String meant = MAPPER.writeValueAsString(new SchemaOfShapes(new JavadocOfRecords())
                        .document(
                                Shapes.of(SpikeReport.SpikesDocument.class),
                                "https://culprit.invalid/spikes.schema.json",
                                "culprit spikes --format json"))
                + "\n";
        if (Boolean.getBoolean("culprit.update")) {
            Files.writeString(SCHEMA, meant);
        }
        assertThat(SCHEMA)
                .as("after a change of a record: mvn test -pl report -am -Dtest=SpikeReportTest -Dculprit.update=true")
                .content()
                .isEqualTo(meant);
    }

    @Test
    void whatIsWrittenFollowsTheSchema() throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        for (List<SpikeEntry> entries : List.of(SOME, List.<SpikeEntry>of())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            SpikeReport.json(entries, out);
            JsonNode json = MAPPER.readTree(out.toByteArray());
            assertThat(schema.validate(json)).isEmpty();
            assertThat(json.path("spikes").size()).isEqualTo(entries.size());
            assertThat(out.toString(StandardCharsets.UTF_8)).matches("[ -~]+\n");
        }
    }

    @Test
    void aPersonReadsWhoRoseAndHowToSeeItWhole() throws IOException {
        StringBuilder out = new StringBuilder();
        SpikeReport.text(SOME, out, Style.plain());

        assertThat(out.toString())
                .startsWith("""
                        2026-11-23 03:12:10 +01:00
                          CPU 0.48 → 11.0 CPUs, most by networkingd × 12: 0.40 → 10.9 CPUs
                             CRITICAL: networkingd: 12 processes spin on a failing recvfrom
                             whole: culprit diagnose --from /var/lib/culprit/spikes/20261123T021210.000Z.evidence.json.gz

                        2026-11-23 03:12:10 +01:00
                          memory pressure 0 → 62 %
                             not investigated: 6 within 24 hours were enough
                        """)
                .contains("evil\\n\\x1b[2J\\u202e name (18354)")
                .contains("the investigation found nothing wrong")
                .contains("--from '/tmp/it'\\''s evil")
                .matches("(?s)[^\\p{Cntrl}\\u202e\\n]*(\\n[^\\p{Cntrl}\\u202e\\n]*)*");
    }
}
