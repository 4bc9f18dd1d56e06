package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
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

    static List<GroundTruth> scenarios() {
        return GroundTruth.all();
    }

    @Test
    @Order(1)
    void anIdleHostGivesNoFinding() {
        Run run = diagnose();
        assertThat(run.json().path("findings")).as(run.out()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Order(2)
    void theTwinIsSilent(GroundTruth truth) {
        List<String> arguments = new ArrayList<>(truth.arguments());
        arguments.add("--healthy");
        try (Scenario s = start(truth, arguments)) {
            assertThat(s.ready()).isTrue();
            Run run = diagnose();
            assertThat(run.json().path("findings")).as(s.readyLine()).isEmpty();
            assertThat(run.status()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Order(3)
    void theCulpritIsTheFirstFinding(GroundTruth truth) {
        try (Scenario s = start(truth, truth.arguments())) {
            assertThat(s.ready()).isTrue();
            Run run = diagnose();
            JsonNode findings = run.json().path("findings");
            assertThat(findings).as(run.err()).isNotEmpty();
            assertThat(truth.first().differs(findings.get(0), s.readyLine())).isEmpty();
            truth.also()
                    .ifPresent(also -> assertThat(findings)
                            .as(findings.toString())
                            .anyMatch(f -> also.differs(f, s.readyLine()).isEmpty()));
            assertThat(run.status()).isEqualTo(1);
        }
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
