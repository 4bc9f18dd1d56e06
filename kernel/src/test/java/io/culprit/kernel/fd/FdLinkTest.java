package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.fd.FdLink.Form;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Link texts as Linux 6.18 printed them for a program that opened one of each. */
class FdLinkTest {
    @ParameterizedTest
    @CsvSource({
        "socket:[24254], SOCKET",
        "pipe:[24253], PIPE",
        "anon_inode:[eventpoll], ANONYMOUS",
        "anon_inode:inotify, ANONYMOUS",
        "pidfd:[8907], ANONYMOUS",
        "/memfd:my memfd (deleted), MEMFD",
        "/memfd:a file of that name, PATH",
        "/etc/passwd, PATH",
        "/tmp/x (deleted), PATH",
        "(unreachable)/mnt/x, PATH",
        "net:[4026531833], OTHER",
        "socket:[], OTHER",
        "socket:[12, OTHER",
        "socket:[-1], OTHER",
        "socket:[12]x, OTHER",
        "socket:[99999999999999999999999], OTHER",
        "'', OTHER"
    })
    void theTextTellsTheForm(String text, Form form) {
        assertThat(link(text).form()).isEqualTo(form);
    }

    @Test
    void aFileCannotPassForASocket() {
        assertThat(link("/tmp/socket:[24254]").form()).isEqualTo(Form.PATH);
        assertThat(link("/tmp/socket:[24254]").inode()).isEmpty();
    }

    @Test
    void socketsAndPipesTellTheirInode() {
        assertThat(link("socket:[24254]").inode()).hasValue(24254);
        assertThat(link("pipe:[9223372036854775807]").inode()).hasValue(Long.MAX_VALUE);
        assertThat(link("/etc/passwd").inode()).isEmpty();
    }

    @Test
    void anonymousNamesComeWithAndWithoutBrackets() {
        assertThat(link("anon_inode:[eventpoll]").anonymousName()).contains("eventpoll");
        assertThat(link("anon_inode:inotify").anonymousName()).contains("inotify");
        assertThat(link("anon_inode:[").anonymousName()).contains("[");
        assertThat(link("anon_inode:").anonymousName()).contains("");
        assertThat(link("pidfd:[8907]").anonymousName()).contains("pidfd");
        assertThat(link("/anon_inode:[eventpoll]").anonymousName()).isEmpty();
    }

    @Test
    void hostileNamesStayAsTheyAre() {
        assertThat(link("/tmp/kk/a\nb\u001b[31m (deleted)").text()).isEqualTo("/tmp/kk/a\nb\u001b[31m (deleted)");
        FdLink invalid = FdLink.of(new byte[] {'/', (byte) 0xff, (byte) 0xfe});
        assertThat(invalid.text()).isEqualTo("/\ufffd\ufffd");
        // Two names that read alike as text are still two.
        assertThat(invalid.same(FdLink.of(new byte[] {'/', (byte) 0xfe, (byte) 0xfe})))
                .isFalse();
    }

    @Test
    void equalBytesHaveEqualHashes() {
        assertThat(link("/etc/passwd").hash()).isEqualTo(FdLink.hash("/etc/passwd".getBytes(StandardCharsets.UTF_8)));
        assertThat(link("/etc/passwd").hash()).isNotEqualTo(link("/etc/passwe").hash());
    }

    @Test
    void noBytesAreTooOdd() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] b = new byte[random.nextInt(40)];
            random.nextBytes(b);
            byte[] start = new String[] {"socket:[", "pipe:[", "anon_inode:", "/memfd:", ""}
                    [i % 5].getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(start, 0, b, 0, Math.min(start.length, b.length));
            FdLink link = FdLink.of(b);
            assertThat(link.form() == Form.SOCKET || link.form() == Form.PIPE)
                    .isEqualTo(link.inode().isPresent());
            assertThat(link.copy()).isEqualTo(b);
        }
    }

    private static FdLink link(String text) {
        return FdLink.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
