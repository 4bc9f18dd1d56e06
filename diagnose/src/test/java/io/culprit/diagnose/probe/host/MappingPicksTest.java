package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.MapsFile;
import io.culprit.model.evidence.ProcessMemory.Mapping;
import org.junit.jupiter.api.Test;

class MappingPicksTest {
    private static MappingPicks picks(String maps) {
        MappingPicks picks = new MappingPicks();
        MapsFile.parse(maps).forEach(picks::take);
        return picks;
    }

    @Test
    void theLargestThatMayBeTouchedComeFirst() {
        MappingPicks p = picks("""
                1000-2000 rw-p 00000000 00:00 0
                10000000-20000000 ---p 00000000 00:00 0
                3000-9000 r--p 00000000 fe:00 7                          /lib/a b.so
                """);
        assertThat(p.largest()).extracting(Mapping::address).containsExactly("3000-9000", "1000-2000");
        assertThat(p.largest().getFirst()).isEqualTo(new Mapping("3000-9000", 0x6000, "r--p", "/lib/a b.so", ""));
    }

    @Test
    void partsOfADeletedFileAreOneAndSayWhetherTheyRun() {
        MappingPicks p = picks("""
                1000-2000 r--p 00000000 fe:00 7    /opt/app (deleted)
                2000-4000 r-xp 00001000 fe:00 7    /opt/app (deleted)
                5000-6000 rw-s 00000000 fe:00 8    /tmp/data (deleted)
                6000-7000 rw-s 00000000 00:01 9    /dev/zero (deleted)
                7000-8000 rw-s 00000000 00:01 9    /memfd:pulse (deleted)
                """);
        assertThat(p.deleted()).extracting(Mapping::path).containsExactly("/opt/app (deleted)", "/tmp/data (deleted)");
        assertThat(p.deleted().getFirst().bytes()).isEqualTo(0x3000);
        assertThat(p.deleted().getFirst().why()).contains("runs the old code");
        assertThat(p.deleted().getLast().why()).contains("space is not freed");
    }

    @Test
    void oddOnesSayWhy() {
        MappingPicks p = picks("""
                1000-2000 rwxs 00000000 00:01 5    /dev/zero (deleted)
                2000-3000 rw-s 00000000 00:01 6    /dev/zero (deleted)
                3000-4000 rwxp 00000000 00:00 0
                4000-5000 r-xp 00000000 00:00 0
                5000-6000 rwxp 00000000 00:00 0    [stack]
                6000-7000 r-xs 00000000 00:01 9    /memfd:x (deleted)
                7000-8000 r-xp 00000000 00:00 0    [vdso]
                8000-9000 r-xp 00000000 fe:00 7    /lib/libc.so.6
                """);
        assertThat(p.odd())
                .extracting(Mapping::why)
                .satisfiesExactly(
                        w -> assertThat(w).contains("another process can change the code"),
                        w -> assertThat(w).contains("named after /dev/zero though no file was deleted"),
                        w -> assertThat(w).isEqualTo("executable memory without a file, writable too"),
                        w -> assertThat(w).isEqualTo("executable memory without a file"),
                        w -> assertThat(w).contains("executable stack or heap"),
                        w -> assertThat(w).contains("memfd"));
    }

    @Test
    void aRunTimesCompilerIsNamedAsTheReason() {
        assertThat(picks(
                                "1000-2000 rwxp 00000000 00:00 0\n3000-4000 r-xp 0 fe:00 7 /usr/lib/jvm/lib/server/libjvm.so\n")
                        .odd())
                .singleElement()
                .matches(m -> m.why().contains("expected here, this is a Java virtual machine"));
        assertThat(picks("1000-2000 rwxp 00000000 00:00 0\n3000-4000 r-xp 0 fe:00 7 /usr/bin/node\n")
                        .odd())
                .singleElement()
                .matches(m -> m.why().contains("Node.js"));
        assertThat(picks("1000-2000 rwxp 00000000 00:00 0\n3000-4000 r-xp 0 fe:00 7 /opt/mynode/x\n")
                        .odd())
                .singleElement()
                .matches(m -> !m.why().contains("Node.js"));
    }

    @Test
    void manyAlikeAreBoundedAndCounted() {
        StringBuilder maps = new StringBuilder();
        for (int i = 1; i <= 65_530; i++) {
            maps.append(String.format("%x0000-%x8000 rwxp 00000000 00:00 0\n", i, i));
        }
        MappingPicks p = picks(maps.toString());
        assertThat(p.odd()).hasSize(5).allMatch(m -> m.why().contains("one of 65530 alike"));
        assertThat(p.largest()).hasSize(10);
    }
}
