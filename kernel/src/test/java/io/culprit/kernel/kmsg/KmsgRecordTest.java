package io.culprit.kernel.kmsg;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KmsgRecordTest {
    private static Read<KmsgRecord> parse(String s) {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        return KmsgRecord.parse(b, b.length);
    }

    /** Linux 6.18. */
    @Test
    void readsTheHeadAndLeavesOutTheDevice() {
        assertThat(parse(
                                "5,341,1292255,-;virtio_blk virtio1: [vda] new size\n SUBSYSTEM=virtio\n DEVICE=+virtio:virtio1\n")
                        .asOptional())
                .contains(new KmsgRecord(0, 5, 341, 1_292_255, "virtio_blk virtio1: [vda] new size"));
    }

    /** Linux 6.18: {@code echo '<0>kernel BUG at forged.c:1' > /dev/kmsg} got the facility of programs in spite of its prefix. */
    @Test
    void whatAProgramWroteIsNotTheKernels() {
        assertThat(parse("8,427,2026231371,-;kernel BUG at forged.c:1\n")
                        .asOptional()
                        .orElseThrow()
                        .fromKernel())
                .isFalse();
    }

    /** Linux 6.18, a process that named itself so. */
    @Test
    void theKernelsEscapesAreTakenBack() {
        assertThat(parse("6,1,2,-;se gv[9]: \\xc3\\xa9[953]: segfault \\x1b[31m \\x5cx41 \\x0aa\n")
                        .asOptional()
                        .orElseThrow()
                        .text())
                .isEqualTo("se gv[9]: é[953]: segfault \u001b[31m \\x41 \na");
    }

    @Test
    void moreFieldsOfTheHeadArePassedOver() {
        assertThat(parse("6,1,2,c,caller=T1,new=x;text;with;semicolons")
                        .asOptional()
                        .orElseThrow()
                        .text())
                .isEqualTo("text;with;semicolons");
    }

    @Test
    void whatIsNoRecordIsARefusal() {
        for (String s : new String[] {"", ";", "6,1;x", "a,b,c,-;x", "no semicolon", "99999999999,1,2,-;x"}) {
            assertThat(parse(s).asOptional()).as(s).isEmpty();
        }
        assertThat(parse("6,1,2,-;cut \\x1").asOptional().orElseThrow().text()).isEqualTo("cut \\x1");
        assertThat(parse("6,1,2,-;\\xff").asOptional().orElseThrow().text()).isEqualTo("\ufffd");
    }
}
