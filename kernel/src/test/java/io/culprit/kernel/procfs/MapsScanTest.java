package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.MapsFile.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapsScanTest {
    @TempDir
    Path dir;

    @Test
    void linesThatCrossTheBufferAreWhole() throws IOException {
        String many = IntStream.range(1, 65_531)
                .mapToObj(i -> String.format("%x000-%x800 rw-p 00000000 00:00 0 /lib/%d", i, i, i))
                .collect(Collectors.joining("\n"));
        Path maps = Files.writeString(dir.resolve("maps"), many);
        long[] sum = new long[1];
        assertThat(MapsScan.of(maps.toString(), m -> sum[0] += m.bytes()).asOptional())
                .contains(65_530);
        assertThat(sum[0]).isEqualTo(65_530L * 0x800);
    }

    @Test
    void aLineLongerThanTheBufferIsDroppedAndTheRestRead() throws IOException {
        Path maps =
                Files.writeString(dir.resolve("maps"), "x".repeat(200_000) + "\n1000-2000 r-xp 00000000 00:00 0 /a\n");
        List<Mapping> seen = new ArrayList<>();
        MapsScan.of(maps.toString(), seen::add);
        assertThat(seen).extracting(Mapping::path).containsExactly("/a");
    }

    @Test
    void seesWhatTheWholeFileSays() {
        int own = (int) ProcessHandle.current().pid();
        List<String> scanned = new ArrayList<>();
        MapsScan.of(own, m -> scanned.add(m.path()));
        assertThat(scanned).contains("[stack]").anyMatch(p -> p.endsWith("libjvm.so"));
    }

    @Test
    void aProcessThatIsGoneIsARefusal() {
        assertThat(MapsScan.of(0, m -> {}).why()).isEqualTo("open /proc/0/maps: no such file (ENOENT)");
    }
}
