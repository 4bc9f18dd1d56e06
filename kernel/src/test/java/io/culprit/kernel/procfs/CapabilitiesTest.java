package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void theEffectiveIdAndTheEffectiveRightsCount() {
        Capabilities c = Capabilities.parse("""
                Name:	java
                Uid:	1000	33	0	33
                CapPrm:	ffffffffffffffff
                CapEff:	000000c000080000
                """);
        assertThat(c).isEqualTo(new Capabilities(33, java.util.List.of("CAP_SYS_PTRACE", "CAP_PERFMON", "CAP_BPF")));
    }

    /** Root of the machine that the tests were written on, which lacks bit 24. */
    @Test
    void aRightThatRootLacksIsNotNamed() {
        assertThat(Capabilities.parse("Uid:\t0\t0\t0\t0\nCapEff:\t000001fffeffffff\n")
                        .names())
                .contains("CAP_SYS_ADMIN", "CAP_SYSLOG", "CAP_NET_ADMIN", "CAP_DAC_READ_SEARCH")
                .doesNotContain("CAP_SYS_RESOURCE");
    }

    @Test
    void whatCannotBeReadGrantsNothing() {
        assertThat(Capabilities.parse("Uid:\tx\ty\nCapEff:\tzz\n"))
                .isEqualTo(new Capabilities(65_534, java.util.List.of()));
    }
}
