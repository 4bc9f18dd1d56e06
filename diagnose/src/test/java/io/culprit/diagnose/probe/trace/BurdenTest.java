package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.culprit.model.Answer;
import io.culprit.model.evidence.SyscallTrace.Method;
import org.junit.jupiter.api.Test;

class BurdenTest {
    private final Burden burden = new Burden(Method.EBPF, Answer.known(90.0), 80, 0.1);

    @Test
    void aLoopOfThreeMillionCallsLosesAQuarterOfItsCore() {
        assertThat(burden.share(3e6 / 1e9, 1.0)).isCloseTo(0.27, within(1e-9));
    }

    @Test
    void twentyThousandCallsASecondCostNothingToSpeakOf() {
        assertThat(burden.share(20_000 / 1e9, 1.0)).isCloseTo(0.0018, within(1e-9));
    }

    @Test
    void noShareIsMoreThanTheWhole() {
        assertThat(burden.share(1, 0.001)).isEqualTo(1);
        assertThat(burden.share(0, 0)).isZero();
    }

    @Test
    void anUnknownPriceIsTakenForTheWorst() {
        assertThat(new Burden(Method.PERF, Answer.unavailable("not measured"), 0, 0.1).share(1e-9, 1))
                .isEqualTo(1);
    }

    @Test
    void theAllowanceKeepsTheWholeWindowUnderTheLimit() {
        assertThat(burden.allowance(0.27, 10_000_000_000L)).isEqualTo(3_703_703_703L);
        assertThat(burden.allowance(0.1, 10_000_000_000L)).isEqualTo(10_000_000_000L);
        assertThat(burden.allowance(0, 10_000_000_000L)).isEqualTo(10_000_000_000L);
    }
}
