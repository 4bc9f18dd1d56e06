package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.MapsFile.Mapping;
import org.junit.jupiter.api.Test;

class MapsFileTest {
    /** Linux 6.18, a daemon whose binary was replaced; the vsyscall page lies above the signed range. */
    private static final String CAPTURED = """
            559c6d5d2000-559c6d5d4000 r-xp 00001000 fe:00 131 /opt/nd/net working (deleted)
            7ffd0c1f4000-7ffd0c215000 rw-p 00000000 00:00 0                          [stack]
            7f0000000000-7f0000001000 rwxp 00000000 00:00 0
            7f1000000000-7f1000100000 rw-s 00000000 00:01 1055                       /dev/zero (deleted)
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
            """;

    @Test
    void readsAddressesPermissionsAndPathsWithBlanks() {
        assertThat(MapsFile.parse(CAPTURED)).hasSize(5);
        Mapping first = MapsFile.parse(CAPTURED).getFirst();
        assertThat(first.path()).isEqualTo("/opt/nd/net working (deleted)");
        assertThat(first.deleted()).isTrue();
        assertThat(first.executable()).isTrue();
        assertThat(first.bytes()).isEqualTo(0x2000);
        assertThat(first.offset()).isEqualTo(0x1000);
    }

    @Test
    void anAnonymousMappingHasNoPath() {
        assertThat(MapsFile.parse(CAPTURED).get(2).path()).isEmpty();
    }

    @Test
    void addressesAboveTheSignedRangeAreContained() {
        assertThat(MapsFile.parse(CAPTURED).getLast().contains(0xffffffffff600010L))
                .isTrue();
    }

    @Test
    void nonsenseIsPassedOver() {
        assertThat(MapsFile.parse("")).isEmpty();
        assertThat(MapsFile.parse("x-y rw-p 0 0 0\n\u001b[31m\n12-\n")).isEmpty();
    }

    @Test
    void readsTheLiveProcess() {
        assertThat(MapsFile.of((int) ProcessHandle.current().pid()).asOptional().orElseThrow())
                .anyMatch(m -> m.path().equals("[stack]"));
    }
}
