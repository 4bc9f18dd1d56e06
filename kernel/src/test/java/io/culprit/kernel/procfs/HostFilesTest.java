package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code stat}, {@code pressure} and files of names and numbers; captured on Linux 6.18. */
class HostFilesTest {
    private static final String STAT = """
            cpu  1500 2 700 90000 30 0 45 6 0 0
            cpu0 800 1 300 45000 10 0 40 3 0 0
            cpu1 700 1 400 45000 20 0 5 3 0 0
            intr 123456 0 0 9
            ctxt 987654
            btime 1795557600
            processes 31337
            procs_running 3
            procs_blocked 1
            softirq 1 2 3
            """;

    private static final String PRESSURE = """
            some avg10=12.34 avg60=5.00 avg300=1.25 total=9876543
            full avg10=0.00 avg60=0.00 avg300=0.00 total=17
            """;

    @Test
    void theHostIsTheSumOfItsCpus() {
        HostStat s = HostStat.parse(STAT);
        assertThat(s.total()).isEqualTo(new CpuTicks(1500, 2, 700, 90000, 30, 0, 45, 6));
        assertThat(s.perCpu()).containsOnlyKeys(0, 1);
        assertThat(s.contextSwitches()).isEqualTo(987654);
        assertThat(s.interrupts()).isEqualTo(123456);
        assertThat(s.forks()).isEqualTo(31337);
        assertThat(s.running()).isEqualTo(3);
        assertThat(s.blocked()).isOne();
    }

    @Test
    void aLineThatOnlyBeginsLikeACpuIsNone() {
        assertThat(HostStat.parse(STAT + "cpufreq 1 2 3\ncpu99999999999 1\n").perCpu())
                .isEqualTo(HostStat.parse(STAT).perCpu());
    }

    @Test
    void countersThatGoBackwardsHaveNotGrown() {
        CpuTicks earlier = new CpuTicks(1, 1, 1, 1, 50, 1, 1, 9);
        assertThat(new CpuTicks(3, 1, 1, 1, 40, 1, 1, 8).since(earlier))
                .isEqualTo(new CpuTicks(2, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void pressureIsReadWithAndWithoutItsFullLine() {
        PressureFile p = PressureFile.parse(PRESSURE).asOptional().orElseThrow();
        assertThat(p).isEqualTo(new PressureFile(12.34, 5, 1.25, 9876543, 17));
        assertThat(PressureFile.parse("some avg10=1.00 avg60=0 avg300=0 total=5")
                        .asOptional()
                        .orElseThrow()
                        .fullTotalMicros())
                .isZero();
        assertThat(PressureFile.parse("")).isInstanceOf(Read.Refused.class);
    }

    @Test
    void sizesInKilobytesBecomeBytes() {
        KeyValues v = KeyValues.parse(
                "MemTotal:       24685324 kB\nHugePages_Total:       0\npgfault 77\nName:\tx y\nodd\n\n: 5\n");
        assertThat(v.get("MemTotal")).hasValue(24685324L * 1024);
        assertThat(v.get("HugePages_Total")).hasValue(0);
        assertThat(v.get("pgfault")).hasValue(77);
        assertThat(v.get("Name")).isEmpty();
        assertThat(v.orZero("none")).isZero();
    }

    @Test
    void tornTextNeverThrows() {
        Random random = new Random(13);
        String all = STAT + PRESSURE;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder torn = new StringBuilder(all.substring(random.nextInt(all.length())));
            for (int k = 0; k < 4; k++) {
                torn.setCharAt(random.nextInt(torn.length()), (char) random.nextInt(256));
            }
            String text = torn.toString();
            assertThat(HostStat.parse(text).perCpu()).hasSizeLessThanOrEqualTo(3);
            assertThat(KeyValues.parse(text)).isNotNull();
            assertThat(PressureFile.parse(text)).isNotNull();
        }
    }

    @Test
    void readsTheLiveHost() {
        HostStat s = HostStat.parse(KernelFile.text("/proc/stat").asOptional().orElseThrow());
        assertThat(s.perCpu()).hasSizeGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(s.total().all()).isPositive();
        assertThat(s.running()).isPositive();
    }
}
