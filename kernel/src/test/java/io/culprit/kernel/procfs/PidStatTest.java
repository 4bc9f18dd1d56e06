package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PidStatTest {
    /** Behind the name; Linux 6.18, a JVM. */
    private static final String FIELDS =
            " S 2633 2636 2636 0 -1 4194304 2811 52344 3 17 120 45 310 88 20 0 12 0 78740 7802880 1032"
                    + " 18446744073709551615 94114 94115 140 0 0 0 65536 4 65538 1 0 0 17 1 0 0 0 0 0 941 941 941 140 140 140"
                    + " 140 0\n";

    @Test
    void readsTheFieldsThatAreUsed() {
        PidStat s = parse("2636 (java)" + FIELDS).asOptional().orElseThrow();
        assertThat(s)
                .isEqualTo(
                        new PidStat(2636, "java", 'S', 2633, 4194304, 2811, 3, 120, 45, 398, 12, 78740, 7802880, 1032));
        assertThat(s.kernelThread()).isFalse();
        assertThat(s.ticks()).isEqualTo(165);
    }

    @Test
    void aNameMayHoldWhatLooksLikeTheNextFields() {
        for (String name : new String[] {"a) R 1 (b", "(((", ")", "", "x\ny\u001b[31m", "7 (x) S 1 2"}) {
            PidStat s = parse("2636 (" + name + ")" + FIELDS).asOptional().orElseThrow();
            assertThat(s.name()).isEqualTo(name);
            assertThat(s.parent()).isEqualTo(2633);
        }
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        byte[] b = ("2636 (xy)" + FIELDS).getBytes(StandardCharsets.US_ASCII);
        b[6] = (byte) 0xff;
        assertThat(PidStat.parse(b, b.length).asOptional().orElseThrow().name()).isEqualTo("\ufffdy");
    }

    @Test
    void aKernelThreadIsKnownByItsFlag() {
        // Linux 6.18, kthreadd.
        String kthreadd =
                "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 3 0 0 20 0 1 0 24 0 0 18446744073709551615 0 0 0 0 0 0"
                        + " 0 2147483647 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        assertThat(parse(kthreadd).asOptional().orElseThrow().kernelThread()).isTrue();
    }

    @Test
    void aCutLineIsRefusedAndNotGuessed() {
        String whole = "2636 (java)" + FIELDS;
        int enough = whole.indexOf(" 1844");
        for (int length = 0; length < enough - "1032".length(); length++) {
            assertThat(PidStat.parse(whole.getBytes(StandardCharsets.US_ASCII), length))
                    .as("first %s bytes", length)
                    .isInstanceOf(Read.Refused.class);
        }
        assertThat(parse("x (y)" + FIELDS).why()).contains("not in the form of proc_pid_stat(5): 'x (y) S");
    }

    @Test
    void tornBytesNeverThrow() {
        Random random = new Random(5);
        byte[] whole = ("2636 (java)" + FIELDS).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 50_000; i++) {
            byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int k = 0; k < 3 && torn.length > 0; k++) {
                torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
            }
            assertThat(PidStat.parse(torn, torn.length)).isNotNull();
        }
    }

    private static Read<PidStat> parse(String line) {
        byte[] b = line.getBytes(StandardCharsets.UTF_8);
        return PidStat.parse(b, b.length);
    }
}
