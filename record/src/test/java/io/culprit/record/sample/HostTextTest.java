package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files as Linux 6.18 gave them, unless said otherwise. */
class HostTextTest {
    private static final String STAT = """
            cpu  725234 4875 290525 1392636 1293 0 7889 300 0 0
            cpu0 357616 4875 147027 700327 236 0 1408 153 0 0
            cpu1 367617 0 143498 692308 1056 0 6481 146 0 0
            intr 12547505 0 0 0 0 0 0 0 0 1 15 0 0 0 0 2431
            ctxt 34550389
            btime 1795555707
            processes 371397
            procs_running 1
            procs_blocked 3
            softirq 14403851 0 491552 101 11249166 341017 0 5 762720 0 1559290
            """;

    /** Linux 2.6.32, as its manual page has it: neither steal nor what came after. */
    private static final String OLD_STAT = """
            cpu  10132153 290696 3084719 46828483 16683 0 25195
            cpu0 1393280 32966 572056 13343292 6130 0 17875
            intr 1462898
            ctxt 115315
            """;

    private static final String PRESSURE = """
            some avg10=7.19 avg60=3.49 avg300=3.06 total=3640960279
            full avg10=0.00 avg60=0.00 avg300=0.00 total=12
            """;

    private static final String MEMINFO = """
            MemTotal:       24684092 kB
            MemFree:        23206264 kB
            MemAvailable:   24010392 kB
            Buffers:           27732 kB
            Cached:           937176 kB
            SwapCached:            1 kB
            Active(anon):       1568 kB
            Slab:             192144 kB
            Committed_AS:      71820 kB
            HugePages_Total:       0
            """;

    private static final String SOCKSTAT = """
            sockets: used 17
            TCP: inuse 1 orphan 4 tw 2 alloc 1 mem 108
            UDP: inuse 0 mem 3
            UDPLITE: inuse 0
            RAW: inuse 0
            FRAG: inuse 0 memory 0
            """;

    private static final String DEV = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 1171363255 10125702    0    0    0     0          0         0 1171363255 10125702    0    0    0     0       0          0
              eth0: 195788003    5078    0    7    0     0          0        11   493444    4069    0    0    0     0       0          0
            """;

    private final Frame frame = new Frame();
    private final Cursor cursor = new Cursor();

    @Test
    void loadIsInThousandths() {
        assertThat(take(new LoadText(), "10.39 0.32 0.60 1/93 14499\n"))
                .isEqualTo(Map.of("load.1", 10_390L, "load.5", 320L, "load.15", 600L, "tasks.all", 93L));
    }

    @Test
    void cpuTimeIsInMicrosecondsAndTheInterruptsAreTheirSum() {
        assertThat(take(new CpuText(100), STAT))
                .containsEntry("cpu:user", 7_252_340_000L)
                .containsEntry("cpu:steal", 3_000_000L)
                .containsEntry("cpu:softirq", 78_890_000L)
                .containsEntry("cpu.count", 2L)
                .containsEntry("cpu.interrupts", 12_547_505L)
                .containsEntry("cpu.switches", 34_550_389L)
                .containsEntry("tasks.forks", 371_397L)
                .containsEntry("tasks.runnable", 1L)
                .containsEntry("tasks.blocked", 3L)
                .hasSize(14);
    }

    @Test
    void anOldKernelLeavesOutWhatItDoesNotCount() {
        assertThat(take(new CpuText(100), OLD_STAT))
                .containsEntry("cpu:softirq", 251_950_000L)
                .containsEntry("cpu.switches", 115_315L)
                .doesNotContainKeys("cpu:steal", "tasks.runnable");
        assertThat(take(new PressureText("cpu"), PRESSURE.lines().findFirst().orElseThrow() + "\n"))
                .isEqualTo(Map.of("psi.some:cpu", 3_640_960_279L));
    }

    @Test
    void pressureIsItsTotals() {
        assertThat(take(new PressureText("io"), PRESSURE))
                .isEqualTo(Map.of("psi.some:io", 3_640_960_279L, "psi.full:io", 12L));
    }

    @Test
    void memoryIsInBytesAndALongerNameIsAnotherField() {
        assertThat(take(MemoryText.fields(), MEMINFO))
                .containsEntry("memory:MemTotal", 24_684_092L * 1024)
                .containsEntry("memory:Cached", 937_176L * 1024)
                .containsEntry("memory:Committed_AS", 71_820L * 1024)
                .hasSize(7);
    }

    @Test
    void memoryOfSocketsIsInBytes() {
        SocketsText text = new SocketsText(4096);
        assertThat(take(text, SOCKSTAT))
                .isEqualTo(Map.of(
                        "sockets.used", 17L,
                        "tcp.orphans", 4L,
                        "tcp.time_wait", 2L,
                        "tcp.memory", 108L * 4096,
                        "udp.memory", 3L * 4096));
        assertThat(text.waiting()).isEqualTo(2);
        take(text, "");
        assertThat(text.waiting()).isEqualTo(Cursor.NONE);
    }

    @Test
    void openFilesAndTheirLimit() {
        assertThat(take(new FilesText(), "593\t0\t2466177\n"))
                .isEqualTo(Map.of("files.open", 593L, "files.limit", 2_466_177L));
        assertThat(take(new FilesText(), "593\t0\t9223372036854775807\n")).containsEntry("files.limit", Long.MAX_VALUE);
    }

    @Test
    void limitsOfTheProtocolsAreNumbersInARow() {
        NumbersText limits = new NumbersText(4096, "low", "pressure", "high");
        assertThat(take(limits, "285708\t380945\t571416\n"))
                .isEqualTo(Map.of("low", 285_708L * 4096, "pressure", 380_945L * 4096, "high", 571_416L * 4096));
        assertThat(take(limits, "285708\tx\t571416\n")).isEqualTo(Map.of("low", 285_708L * 4096));
        assertThat(take(new NumbersText(1, "most"), "131072\n")).isEqualTo(Map.of("most", 131_072L));
        assertThat(take(limits, "")).isEmpty();
    }

    @Test
    void packetsOfAllCpusAreSummedAndGoOnWhenACounterOfOneWraps() {
        SoftnetText text = new SoftnetText();
        assertThat(take(text, softnet(0, 0xffff_fff0L) + softnet(1, 16)))
                .containsEntry("softnet.packets", 0xffff_fff0L + 16)
                .containsEntry("softnet.dropped", 0x5aL)
                .containsEntry("softnet.squeezed", 2L);
        assertThat(take(text, softnet(0, 4) + softnet(1, 17)))
                .containsEntry("softnet.packets", 0xffff_fff0L + 16 + 20 + 1);
    }

    @Test
    void aCpuThatGoesOfflineTakesItsPacketsNotAway() {
        SoftnetText text = new SoftnetText();
        take(text, softnet(0, 100) + softnet(1, 1000) + softnet(2, 10_000));
        assertThat(take(text, softnet(0, 101) + softnet(2, 10_001))).containsEntry("softnet.packets", 11_102L);
        assertThat(take(text, softnet(0, 101) + softnet(1, 1005) + softnet(2, 10_001)))
                .containsEntry("softnet.packets", 11_107L);
    }

    @Test
    void withoutNumbersOfCpusAnotherCountOfThemStartsAnew() {
        SoftnetText text = new SoftnetText();
        // Linux 3.10 has eleven columns.
        String line =
                "%08x 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000%n";
        take(text, line.formatted(100) + line.formatted(1000));
        assertThat(take(text, line.formatted(1001))).containsEntry("softnet.packets", 1100L);
        assertThat(take(text, line.formatted(1003))).containsEntry("softnet.packets", 1102L);
    }

    @Test
    void interfacesHaveTheirOwnKeys() {
        InterfacesText text = new InterfacesText();
        Map<String, Long> values = take(text, DEV);
        assertThat(values)
                .containsEntry("net.rx_packets:eth0", 5078L)
                .containsEntry("net.tx_packets:eth0", 4069L)
                .containsEntry("net.rx_bytes:eth0", 195_788_003L)
                .containsEntry("net.tx_bytes:eth0", 493_444L)
                .containsEntry("net.rx_dropped:eth0", 7L)
                .containsEntry("net.multicast:eth0", 11L)
                .containsEntry("net.rx_packets:lo", 10_125_702L)
                .hasSize(12);
        assertThat(take(text, DEV)).isEqualTo(values);
        assertThat(frame.hostKey(0)).isSameAs(keyOf(text, DEV, 0));
        assertThat(text.leftOut()).isZero();
    }

    @Test
    void interfacesAreBoundedAndThoseThatWereFirstStay() {
        InterfacesText text = new InterfacesText();
        take(text, DEV);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append("veth").append(i).append(":1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
        }
        assertThat(take(text, many + DEV))
                .hasSize(6 * InterfacesText.MAX_INTERFACES)
                .containsKeys("net.rx_packets:eth0", "net.rx_packets:veth61");
        assertThat(text.leftOut()).isEqualTo(200 + 2 - InterfacesText.MAX_INTERFACES);
    }

    @Test
    void tornBytesNeverThrowNorGiveANegativeValue() {
        Random random = new Random(11);
        List<String> texts = List.of(STAT, PRESSURE, MEMINFO, SOCKSTAT, DEV, softnet(0, 7), "0.1 0.2 0.3 1/9 7\n");
        List<HostText> parsers = List.of(
                new CpuText(100),
                new PressureText("cpu"),
                MemoryText.fields(),
                new SocketsText(4096),
                new InterfacesText(),
                new SoftnetText(),
                new LoadText(),
                new NumbersText(4096, "low", "pressure", "high"),
                new FilesText());
        long values = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] whole = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.US_ASCII);
            byte[] torn = Arrays.copyOf(whole, whole.length - random.nextInt(2) * random.nextInt(whole.length));
            for (int k = random.nextInt(6); k > 0; k--) {
                if (torn.length > 0) {
                    torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
                }
            }
            frame.begin(0, 0);
            for (HostText parser : parsers) {
                parser.take(cursor.over(torn, torn.length), frame);
            }
            for (int v = 0; v < frame.hostCount(); v++) {
                assertThat(frame.hostValue(v)).as(frame.hostKey(v)).isNotNegative();
                values++;
            }
        }
        assertThat(values).isGreaterThan(20_000);
    }

    private String keyOf(HostText text, String file, int index) {
        take(text, file);
        return frame.hostKey(index);
    }

    private static String softnet(int cpu, long packets) {
        return "%08x 0000002d 00000001 00000000 00000000 00000000 00000000 00000000 00000000 0001540a 00000000 00000000 %08x 00000000 00000000%n"
                .formatted(packets, cpu);
    }

    private Map<String, Long> take(HostText text, String file) {
        byte[] bytes = file.getBytes(StandardCharsets.US_ASCII);
        frame.begin(0, 0);
        text.take(cursor.over(bytes, bytes.length), frame);
        return values(frame);
    }

    static Map<String, Long> values(Frame frame) {
        Map<String, Long> values = new TreeMap<>();
        for (int i = 0; i < frame.hostCount(); i++) {
            assertThat(values.put(frame.hostKey(i), frame.hostValue(i)))
                    .as("%s twice", frame.hostKey(i))
                    .isNull();
        }
        assertThat(values).doesNotContainKey(HostKey.PROCESSES);
        return values;
    }
}
