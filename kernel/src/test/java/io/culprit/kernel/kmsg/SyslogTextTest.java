package io.culprit.kernel.kmsg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyslogTextTest {
    /** syslog(2) of Linux 6.18, and of a kernel with CONFIG_PRINTK_CALLER. */
    @Test
    void readsPriorityTimeAndText() {
        assertThat(SyslogText.parse("""
                <5>[    0.000000] Linux version 6.18
                <3>[ 2026.162358] Memory cgroup out of memory: Killed process 945
                <6>[   12.000001][  T123] with its thread
                <12>[   13.000000] from a program
                """))
                .containsExactly(
                        new KmsgRecord(0, 5, 0, 0, "Linux version 6.18"),
                        new KmsgRecord(0, 3, 1, 2_026_162_358, "Memory cgroup out of memory: Killed process 945"),
                        new KmsgRecord(0, 6, 2, 12_000_001, "with its thread"),
                        new KmsgRecord(1, 4, 3, 13_000_000, "from a program"));
    }

    @Test
    void aLogThatDoesNotBeginWithTheBootHasLostSome() {
        assertThat(SyslogText.parse("<5>[    7.000000] a").getFirst().sequence())
                .isEqualTo(1);
    }

    @Test
    void aLineThatWasCutOffOrHasNoTimeIsNone() {
        assertThat(SyslogText.parse("6>[   12.000001] x\n<6>no time\n\n<6>[ 99999999999999.000000] absurd\n"))
                .isEmpty();
    }
}
