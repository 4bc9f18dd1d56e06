package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatusLinesTest {
    /** Linux 6.18, without some lines that are between. */
    private static final String STATUS = """
            Name:	a\\nRssAnon:\\t 7 kB
            Umask:	0022
            State:	S (sleeping)
            Tgid:	14499
            Groups:	4 24 27
            VmPeak:	    3060 kB
            VmRSS:	    1772 kB
            RssAnon:	     116 kB
            RssFile:	    1644 kB
            RssShmem:	      12 kB
            VmData:	     360 kB
            VmStk:	     132 kB
            VmSwap:	       8 kB
            HugetlbPages:	       0 kB
            Threads:	1
            SigQ:	0/96365
            voluntary_ctxt_switches:	31
            nonvoluntary_ctxt_switches:	4
            """;

    /** Linux 6.18, kthreadd: no memory at all. */
    private static final String KTHREADD = """
            Name:	kthreadd
            State:	S (sleeping)
            Kthread:	1
            Threads:	1
            SigQ:	0/96365
            voluntary_ctxt_switches:	213
            nonvoluntary_ctxt_switches:	2
            """;

    /** Linux 3.10: the parts of RSS came with 4.5. */
    private static final String OLD = """
            Name:	init
            VmHWM:	    1524 kB
            VmRSS:	     600 kB
            VmData:	     244 kB
            VmSwap:	     116 kB
            Threads:	1
            voluntary_ctxt_switches:	5000000000
            nonvoluntary_ctxt_switches:	51
            """;

    private final StatusLines status = new StatusLines();

    @Test
    void readsBytesAndSwitches() {
        parse(STATUS);
        assertThat(status.rssAnon).isEqualTo(116 * 1024);
        assertThat(status.rssFile).isEqualTo(1644 * 1024);
        assertThat(status.rssShmem).isEqualTo(12 * 1024);
        assertThat(status.data).isEqualTo(360 * 1024);
        assertThat(status.swap).isEqualTo(8 * 1024);
        assertThat(status.voluntary).isEqualTo(31);
        assertThat(status.involuntary).isEqualTo(4);
    }

    @Test
    void aKernelThreadHasNoMemory() {
        parse(KTHREADD);
        assertThat(status.rssAnon).isZero();
        assertThat(status.swap).isZero();
        assertThat(status.voluntary).isEqualTo(213);
    }

    @Test
    void whatAnOldKernelDoesNotSayIsUnknownAndNotNought() {
        parse(OLD);
        assertThat(status.rssAnon).isEqualTo(TaskTable.UNKNOWN);
        assertThat(status.rssShmem).isEqualTo(TaskTable.UNKNOWN);
        assertThat(status.data).isEqualTo(244 * 1024);
        assertThat(status.voluntary).isEqualTo(5_000_000_000L);
    }

    @Test
    void aCutFileGivesWhatIsWholeInItAndNothingElse() {
        byte[] b = STATUS.getBytes(StandardCharsets.US_ASCII);
        for (int length = 0; length < b.length; length++) {
            status.parse(b, length);
            assertThat(status.rssAnon).isIn(TaskTable.UNKNOWN, 116 * 1024L);
            assertThat(status.swap).isIn(TaskTable.UNKNOWN, 8 * 1024L);
            assertThat(status.voluntary).isIn(TaskTable.UNKNOWN, 31L);
            assertThat(status.involuntary).isIn(TaskTable.UNKNOWN, 4L);
        }
    }

    @Test
    void readsBytesOfTheBlockLayerAndNotThoseOfCalls() {
        String text = """
                rchar: 6976
                wchar: 1
                syscr: 10
                syscw: 0
                read_bytes: 4096
                write_bytes: 8192
                cancelled_write_bytes: 7
                """;
        byte[] b = text.getBytes(StandardCharsets.US_ASCII);
        IoLines io = new IoLines();
        io.parse(b, b.length);
        assertThat(io.read).isEqualTo(4096);
        assertThat(io.written).isEqualTo(8192);
        io.parse(b, text.indexOf("92\n"));
        assertThat(io.read).isEqualTo(4096);
        assertThat(io.written).isEqualTo(TaskTable.UNKNOWN);
    }

    @Test
    void tornBytesNeverThrow() {
        Random random = new Random(7);
        IoLines io = new IoLines();
        byte[] whole = STATUS.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 50_000; i++) {
            byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int k = 0; k < 5 && torn.length > 0; k++) {
                torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
            }
            status.parse(torn, torn.length);
            io.parse(torn, torn.length);
        }
        parse(STATUS);
        assertThat(status.involuntary).isEqualTo(4);
    }

    private void parse(String text) {
        byte[] b = text.getBytes(StandardCharsets.US_ASCII);
        status.parse(b, b.length);
    }
}
