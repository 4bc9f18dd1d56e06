package io.culprit.kernel.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KallsymsTest {
    /** Linux 6.18; the data symbol between two functions is not one, the last line is a module's. */
    private static final String CAPTURED = """
            ffffffff8120bd70 t cblist_init_generic
            ffffffff8120bf5b t rcu_tasks_wait_gp.cold
            ffffffff8120c000 D jiffies
            ffffffffc0203000 t ftrace_trampoline\t[__builtin__ftrace]
            """;

    private static Read<List<Optional<Function>>> resolve(String text, long... addresses) {
        Kallsyms k = new Kallsyms(addresses);
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        int rest = Lines.split(b, b.length, k::line);
        k.line(b, 0, rest);
        return k.answer(addresses);
    }

    @Test
    void namesTheFunctionThatBeginsLastBeforeAnAddress() {
        assertThat(resolve(CAPTURED, 0xffffffff8120bd75L, 0xffffffff8120c010L, 0xffffffffc0203001L, 0x1000)
                        .asOptional()
                        .orElseThrow())
                .containsExactly(
                        Optional.of(new Function("cblist_init_generic", "", 0xffffffff8120bd70L)),
                        Optional.of(new Function("rcu_tasks_wait_gp.cold", "", 0xffffffff8120bf5bL)),
                        Optional.of(new Function("ftrace_trampoline", "__builtin__ftrace", 0xffffffffc0203000L)),
                        Optional.empty());
    }

    @Test
    void addressesThatAreAllZeroAreHiddenOnes() {
        assertThat(resolve("0000000000000000 T _stext\n0000000000000000 t x\t[m]\n", 1)
                        .why())
                .contains("kptr_restrict")
                .contains("CAP_SYSLOG");
    }

    @Test
    void linesInNoKnownFormArePassedOver() {
        String nonsense = """

                xyz
                ffffffff8120bd70
                ffffffff8120bd70 t
                8120bd70 t short
                zzzzzzzz8120bd70 t nohex
                ffffffff8120bd70ff t toolong
                \033[31mffffffff8120bd7 t x
                """;
        assertThat(resolve(nonsense, -1).why()).contains("no functions");
    }

    @Test
    void aNameOfAnyLengthIsCut() {
        Function f = resolve("ffffffff8120bd70 t " + "n".repeat(5000) + "\n", -1)
                .asOptional()
                .orElseThrow()
                .getFirst()
                .orElseThrow();
        assertThat(f.name()).hasSize(NameSlots.NAME_BYTES);
    }

    @Test
    void theLiveKernelNamesAnAddressOrSaysThatItHidesThem() {
        Read<List<Optional<Function>>> live = Kallsyms.resolve(new long[] {-1, 0xffffffff81000000L});
        if (live instanceof Read.Ok<List<Optional<Function>>>(List<Optional<Function>> functions)) {
            assertThat(functions).hasSize(2);
            assertThat(functions.getFirst()).isPresent();
        } else {
            assertThat(live.why()).contains("/proc/kallsyms");
        }
    }
}
