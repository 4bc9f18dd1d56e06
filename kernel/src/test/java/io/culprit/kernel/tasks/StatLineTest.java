package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.PidStat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatLineTest {
    /** Behind the name; Linux 6.18, a JVM. */
    private static final String FIELDS =
            " S 2633 2636 2636 0 -1 4194304 2811 52344 3 17 120 45 310 88 20 0 12 0 78740 7802880 1032"
                    + " 18446744073709551615 94114 94115 140 0 0 0 65536 4 65538 1 0 0 17 1 0 0 0 0 0 941 941 941 140 140 140"
                    + " 140 0\n";

    /** Linux 2.6.32, as its manual page has the fields: ten fewer at the end. */
    private static final String OLD =
            "1 (init) S 0 1 1 0 -1 4202752 2107 1084462 15 2043 3 138 5013 2712 20 0 1 0 5 19718144 381"
                    + " 18446744073709551615 1 1 0 0 0 0 0 4096 536962595 18446744073709551615 0 0 0 1 0 0 7 0 0\n";

    private final StatLine line = new StatLine();
    private final TaskTable table = new TaskTable();

    @Test
    void readsTheFieldsThatAreUsed() {
        assertThat(parse("2636 (java)" + FIELDS)).isTrue();
        assertThat(line.parent).isEqualTo(2633);
        assertThat(line.kernelThread).isFalse();
        assertThat(line.minorFaults).isEqualTo(2811);
        assertThat(line.majorFaults).isEqualTo(3);
        assertThat(line.userTicks).isEqualTo(120);
        assertThat(line.systemTicks).isEqualTo(45);
        assertThat(line.threads).isEqualTo(12);
        assertThat(line.startTicks).isEqualTo(78740);
        assertThat(line.rssPages).isEqualTo(1032);
        assertThat(name()).isEqualTo("java");
    }

    @Test
    void readsALineOfAnOldKernel() {
        assertThat(parse(OLD)).isTrue();
        assertThat(name()).isEqualTo("init");
        assertThat(line.startTicks).isEqualTo(5);
        assertThat(line.rssPages).isEqualTo(381);
    }

    @Test
    void aNameMayHoldWhatLooksLikeTheNextFields() {
        for (String name :
                new String[] {"a) R 1 (b", "(((", ")", "", "x\ny\u001b[31m", "7 (x) S 1 2", "fifteen bytes.."}) {
            assertThat(parse("2636 (" + name + ")" + FIELDS)).isTrue();
            assertThat(name()).isEqualTo(name);
            assertThat(line.parent).isEqualTo(2633);
            assertThat(line.rssPages).isEqualTo(1032);
        }
    }

    @Test
    void aKernelWorkerIsNotCalledByWhatItDoesNow() {
        // Linux 6.18 prints up to 64 bytes there.
        assertThat(nameOf("kworker/0:1-events_power_efficient")).isEqualTo("kworker/0:1");
        assertThat(nameOf("kworker/0:1+events")).isEqualTo("kworker/0:1");
        assertThat(nameOf("kworker/1:0H-kblockd")).isEqualTo("kworker/1:0H");
        assertThat(nameOf("kworker/u9:3-writeback")).isEqualTo("kworker/u9:3");
        assertThat(nameOf("kworker/R-netns")).isEqualTo("kworker/R-netns");
        assertThat(nameOf("a-process+x:y-z")).isEqualTo("a-process+x:y-z");
    }

    @Test
    void aKernelThreadIsKnownByItsFlag() {
        // Linux 6.18, kthreadd.
        assertThat(parse(
                        "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 3 0 0 20 0 1 0 24 0 0 18446744073709551615 0 0 0 0"
                                + " 0 0 0 2147483647 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"))
                .isTrue();
        assertThat(line.kernelThread).isTrue();
    }

    @Test
    void aCutLineIsRefusedAndNotGuessed() {
        byte[] whole = ("2636 (java)" + FIELDS).getBytes(StandardCharsets.US_ASCII);
        int enough = ("2636 (java)" + FIELDS).indexOf(" 1844");
        for (int length = 0; length <= enough; length++) {
            assertThat(line.parse(whole, length)).as("first %s bytes", length).isFalse();
        }
        assertThat(line.parse(whole, enough + 1)).isTrue();
    }

    @Test
    void anyNameLeavesTheFieldsAsTheOtherParserHasThem() {
        Random random = new Random(5);
        byte[] whole = ("2636 (0123456789abcde)" + FIELDS).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            for (int k = 0; k < 15; k++) {
                whole[6 + k] = (byte) "() \n0aZ\u007f-".charAt(random.nextInt(9));
            }
            PidStat other = PidStat.parse(whole, whole.length).asOptional().orElseThrow();
            assertThat(line.parse(whole, whole.length)).isTrue();
            assertThat(name()).isEqualTo(other.name());
            assertThat(line.userTicks).isEqualTo(other.user());
            assertThat(line.rssPages).isEqualTo(other.rssPages());
        }
    }

    @Test
    void tornBytesNeverThrowAndNeverGiveANegativeValue() {
        Random random = new Random(7);
        byte[] whole = ("2636 (java)" + FIELDS).getBytes(StandardCharsets.US_ASCII);
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] torn = Arrays.copyOf(whole, whole.length - random.nextInt(2) * random.nextInt(whole.length));
            for (int k = random.nextInt(4); k > 0 && torn.length > 0; k--) {
                torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
            }
            if (line.parse(torn, torn.length)) {
                parsed++;
                assertThat(line.userTicks | line.rssPages | line.startTicks | line.threads)
                        .isNotNegative();
            }
        }
        assertThat(parsed).isBetween(10_000, 90_000);
    }

    private boolean parse(String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        return line.parse(b, b.length);
    }

    private String nameOf(String comm) {
        assertThat(parse("7 (" + comm + ")" + FIELDS)).isTrue();
        return name();
    }

    private String name() {
        return table.name(table.add(1, 1, 1, false, line.nameLow, line.nameHigh));
    }
}
