package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each better way switched off, and fewer rights than root. */
class FallbackIT {
    private static final int FINDINGS = 1;
    /** Bursts of 0.1 s while others use the CPU too. */
    private static final double RATE = 0.15;

    @Test
    void withoutEbpfThePerfTracepointsCountTheSame() {
        try (Scenario s = Scenario.start("recv-loop", "--rate", "20000", "--every", "200")) {
            Tool.agreesOneTimeOf(() -> perfCounts(s));
        }
    }

    private static void perfCounts(Scenario s) {
        s.printed();
        Run run = diagnose(s, "--without", "ebpf");
        OwnCount own = OwnCount.of(s.printed());
        JsonNode trace = run.json().path("syscalls").path("value");
        double rate = trace.path("top").path(0).path("count").asDouble()
                / trace.path("tracedSeconds").asDouble();
        assertThat(rate).isCloseTo(own.rate(), within(RATE * own.rate()));
        assertThat(trace.path("top").path(0).path("errno").asString()).isEqualTo("EAGAIN");
        assertThat(run.json().path("syscalls").path("value").path("method").asString())
                .isEqualTo("perf");
        assertThat(refused(run)).anyMatch(r -> r.contains("switched off"));
        assertThat(firstFinding(run)).isEqualTo("syscall-error-loop");
    }

    @Test
    void withoutEbpfAndPerfTheCallsAreSampledAndErrorsUnknown() {
        try (Scenario s = Scenario.start("recv-loop")) {
            Run run = diagnose(s, "--without", "ebpf,perf");
            assertThat(run.json().path("syscalls").path("value").path("method").asString())
                    .isEqualTo("sampled");
            assertThat(refused(run)).hasSize(2);
            assertThat(run.json().path("syscalls").path("value").path("calls").asInt())
                    .isPositive();
            JsonNode errors = check(run, "syscall-errors");
            assertThat(errors.path("status").asString()).isEqualTo("unknown");
            assertThat(errors.path("reason").asString()).contains("sampling cannot see");
        }
    }

    @Test
    void withoutEbpfAndPerfPtraceCountsWhereItIsAllowed() {
        try (Scenario s = Scenario.start("recv-loop", "--rate", "2000")) {
            Run run = diagnose(s, "--without", "ebpf,perf", "--allow-ptrace");
            assertThat(run.json().path("syscalls").path("value").path("method").asString())
                    .isEqualTo("ptrace");
            assertThat(ProcessHandle.of(s.pid()).orElseThrow().isAlive()).isTrue();
        }
    }

    @Test
    void anOrdinaryUserIsAnsweredAboutHisOwnProcessAndToldWhatIsMissing() {
        try (Scenario s = Scenario.start(Run.asNobody(), "recv-loop", List.of())) {
            Run run = Run.culpritAsNobody(
                    "diagnose", "--quiet", "--format", "json", "--for", "4s", "--pid", String.valueOf(s.pid()));
            assertThat(run.status()).as(run.err()).isLessThanOrEqualTo(FINDINGS);
            assertThat(run.json().path("syscalls").path("value").path("method").asString())
                    .isEqualTo("sampled");
            assertThat(refused(run)).anyMatch(r -> r.contains("CAP_BPF")).anyMatch(r -> r.contains("CAP_PERFMON"));
            assertThat(run.json().path("consumers").toString()).contains("recv-loop");
        }
    }

    @Test
    void anOrdinaryUserIsToldWhyAnothersProcessIsUnknown() {
        try (Scenario s = Scenario.start("recv-loop")) {
            Run run = Run.culpritAsNobody(
                    "diagnose", "--quiet", "--format", "json", "--for", "3s", "--pid", String.valueOf(s.pid()));
            assertThat(run.status()).as(run.err()).isLessThanOrEqualTo(FINDINGS);
            JsonNode calls = check(run, "syscalls");
            assertThat(calls.path("status").asString()).isEqualTo("unknown");
            assertThat(calls.path("reason").asString()).containsAnyOf("permission", "permitted");
            assertThat(check(run, "load").path("status").asString()).isNotEqualTo("unknown");
        }
    }

    private static Run diagnose(Scenario s, String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("diagnose", "--quiet", "--format", "json", "--for", "4s", "--pid", String.valueOf(s.pid())));
        arguments.addAll(List.of(more));
        Run run = Run.culprit(arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isLessThanOrEqualTo(FINDINGS);
        return run;
    }

    private static List<String> refused(Run run) {
        return StreamSupport.stream(
                        run.json()
                                .path("syscalls")
                                .path("value")
                                .path("refused")
                                .spliterator(),
                        false)
                .map(JsonNode::asString)
                .toList();
    }

    private static String firstFinding(Run run) {
        return run.json().path("findings").path(0).path("id").asString();
    }

    private static JsonNode check(Run run, String id) {
        return StreamSupport.stream(run.json().path("checks").spliterator(), false)
                .filter(c -> c.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
