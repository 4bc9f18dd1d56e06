package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every misbehaving program is named first and rightly, its healthy twin is not named at all, and nor is an idle host. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScenarioIT {
    /** The longest that a judge of growth needs to be sure. */
    private static final String WINDOW = "6s";

    /** The judge looks back 120 s; a kill that we staged ourselves is no news to the tests that follow, or run again. */
    private static final long OOM_LINGERS_NANOS = Duration.ofSeconds(150).toNanos();

    private static final String OOM_KILL = "oom-kill";
    /** What other guests of the machine do is neither the host's fault nor ours. */
    private static final String STEAL = "cpu-steal";

    private static OptionalLong oomStagedAt = OptionalLong.empty();

    static List<GroundTruth> scenarios() {
        return GroundTruth.all();
    }

    @Test
    @Order(1)
    void anIdleHostGivesNoFinding() {
        assertThat(findings(diagnose(), "")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Order(2)
    void theTwinIsSilent(GroundTruth truth) {
        List<String> arguments = new ArrayList<>(truth.arguments());
        arguments.add("--healthy");
        try (Scenario s = start(truth, arguments)) {
            assertThat(s.ready()).isTrue();
            assertThat(findings(diagnose(), "")).as(s.readyLine()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Order(3)
    void theCulpritIsTheFirstFinding(GroundTruth truth) {
        try (Scenario s = start(truth, truth.arguments())) {
            assertThat(s.ready()).isTrue();
            if (truth.first().id().equals(OOM_KILL)) {
                oomStagedAt = OptionalLong.of(System.nanoTime());
            }
            Run run = diagnose();
            List<JsonNode> findings = findings(run, truth.first().id());
            assertThat(findings).as(run.err()).isNotEmpty();
            assertThat(truth.first().differs(findings.getFirst(), s.readyLine()))
                    .isEmpty();
            truth.also()
                    .ifPresent(also -> assertThat(findings)
                            .as(findings.toString())
                            .anyMatch(f -> also.differs(f, s.readyLine()).isEmpty()));
        }
    }

    /** Without those that are about something else than what was staged; the status agrees with all of them. */
    private static List<JsonNode> findings(Run run, String expected) {
        List<JsonNode> all = new ArrayList<>();
        run.json().path("findings").forEach(all::add);
        assertThat(run.status()).as(run.err()).isEqualTo(all.isEmpty() ? 0 : 1);
        boolean lingers = oomStagedAt.isPresent() && System.nanoTime() - oomStagedAt.getAsLong() < OOM_LINGERS_NANOS;
        return all.stream()
                .filter(f -> {
                    String id = f.path("id").asString("");
                    return id.equals(expected) || !(id.equals(STEAL) || (lingers && id.equals(OOM_KILL)));
                })
                .toList();
    }

    private static Run diagnose() {
        return Run.culprit("diagnose", "--quiet", "--format", "json", "--for", WINDOW);
    }

    private static Scenario start(GroundTruth truth, List<String> arguments) {
        Scenario s = Scenario.start(truth.scenario(), arguments.toArray(String[]::new));
        assumeFalse(s.cannotBeStaged(), () -> truth + " cannot be staged on this machine");
        return s;
    }
}
