package io.culprit.kernel.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PerfMapTest {
    /** Two lines of a HotSpot JVM 25 and one of Node; the second replaces the first, as code that was compiled again does. */
    private static final String CAPTURED = """
            0x00007f3c8c5a0000 0x0000000000000040 int Old.method(int)
            0x00007f3c8c5a0000 0x0000000000000080 int java.util.HashMap.hash(java.lang.Object)
            7f3c8c5b0000 20 Interpreter
            """;

    private static List<Optional<Function>> resolve(String text, long... addresses) {
        PerfMap map = new PerfMap(addresses);
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        map.line(b, 0, Lines.split(b, b.length, map::line));
        return map.answer(addresses);
    }

    @Test
    void namesCompiledCodeByItsLatestOwner() {
        assertThat(resolve(CAPTURED, 0x7f3c8c5a0070L, 0x7f3c8c5a0080L, 0x7f3c8c5b0000L))
                .containsExactly(
                        Optional.of(new Function("int java.util.HashMap.hash(java.lang.Object)", "", 0x7f3c8c5a0000L)),
                        Optional.empty(),
                        Optional.of(new Function("Interpreter", "", 0x7f3c8c5b0000L)));
    }

    @Test
    void linesInNoKnownFormArePassedOver() {
        assertThat(resolve(
                        "\n \n12\n12 \n12 34\n12 34 \n 12 34 x\n11112222333344445 10 x\n10 zz x\n0x 10 x\n0x10 0x\n",
                        0x12,
                        0x20))
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void theInnermostPidNamesTheFileOfAContainer() {
        assertThat(PerfMap.innermostPid("Name:\tjava\nNSpid:\t4711\t42\t7\n", 4711))
                .isEqualTo(7);
        assertThat(PerfMap.innermostPid("Name:\tNSpid:\t3\n", 4711)).isEqualTo(4711);
        assertThat(PerfMap.uid("Uid:\t1000\t0\t0\t0\n")).contains(1000);
    }

    @Test
    void aFileOfTheProcessItselfIsReadAndALinkIsNot() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        Path file = Path.of("/tmp/perf-" + self + ".map");
        try {
            Files.writeString(file, "1000 10 made\n");
            assertThat(PerfMap.resolve(self, new long[] {0x1008})
                            .asOptional()
                            .orElseThrow()
                            .getFirst())
                    .contains(new Function("made", "", 0x1000));
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/etc/passwd"));
            assertThat(PerfMap.resolve(self, new long[] {0x1008}).why()).contains("wrote none");
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
