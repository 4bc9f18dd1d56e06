package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.bpf.BtfBytes.Field;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BtfTest {
    /** Header, then int (1), a function prototype (2), "typedef ... btf_trace_x" (3), as pahole writes them. */
    private static final byte[] SMALL = HexFormat.of()
            .parseHex("9feb0100" + "18000000" + "00000000" + "30000000" + "30000000" + "11000000"
                    + "01000000" + "00000001" + "04000000" + "20000001"
                    + "00000000" + "0100000d" + "00000000" + "00000000" + "01000000"
                    + "05000000" + "00000008" + "02000000"
                    + "00696e7400" + "6274665f74726163655f7800");

    private static final Set<String> NAMES =
            Set.of("task", "pid", "inner", "deep", "flag", "stat", "count", "none", "m");

    /** struct task { int pid; union { struct { long deep; }; }; const volatile in_t inner; unsigned flag:3; struct {long count;} stat[4]; } */
    private static BtfBytes task() {
        var b = new BtfBytes();
        int four = b.integer(4);
        int eight = b.integer(8);
        int anonymous = b.composite(BtfBytes.STRUCT, "", 8, new Field("other", eight, 0), new Field("deep", eight, 8));
        int union = b.composite(BtfBytes.UNION, "", 8, new Field("", anonymous, 0));
        int inner = b.composite(BtfBytes.STRUCT, "inside", 16, new Field("m", eight, 8));
        int named = b.of(BtfBytes.TYPEDEF, "in_t", inner);
        int qualified = b.of(BtfBytes.CONST, "", b.of(BtfBytes.VOLATILE, "", named));
        int counter = b.composite(BtfBytes.STRUCT, "counter", 24, new Field("count", eight, 16));
        int stat = b.array(counter, 4);
        b.composite(BtfBytes.STRUCT, "task", 0);
        b.composite(
                BtfBytes.STRUCT,
                "task",
                200,
                new Field("pid", four, 4),
                new Field("", union, 8),
                new Field("inner", qualified, 32),
                new Field("flag", four, 8 * 48 + 5, 3),
                new Field("stat", stat, 64));
        return b;
    }

    @Test
    void findsATypedefByItsName() {
        Btf btf = parse(SMALL, Set.of("btf_trace_x", "btf_trace"));
        assertThat(btf.id(Btf.TYPEDEF, "btf_trace_x").asOptional()).hasValue(3);
        assertThat(btf.id(Btf.TYPEDEF, "btf_trace").why()).contains("no type btf_trace in it");
        assertThat(btf.id(Btf.FUNCTION, "btf_trace_x").asOptional()).isEmpty();
    }

    @Test
    void findsMembersInStructsWithoutANameAndPastQualifiers() {
        Btf btf = parse(task().bytes(), NAMES);
        assertThat(bytes(btf, "pid")).isEqualTo(4);
        assertThat(bytes(btf, "deep")).isEqualTo(16);
        assertThat(bytes(btf, "inner.m")).isEqualTo(40);
        assertThat(bytes(btf, "stat[0].count")).isEqualTo(80);
        assertThat(bytes(btf, "stat[3].count")).isEqualTo(80 + 3 * 24);
        assertThat(btf.member("task", "stat").map(m -> btf.size(m.type())).asOptional())
                .hasValue(96);
    }

    @Test
    void tellsABitFieldFromAMember() {
        assertThat(parse(task().bytes(), NAMES).member("task", "flag").asOptional())
                .hasValueSatisfying(m -> {
                    assertThat(m.bitOffset()).isEqualTo(8 * 48 + 5);
                    assertThat(m.bits()).isEqualTo(3);
                });
    }

    @Test
    void saysWhatIsMissing() {
        Btf btf = parse(task().bytes(), NAMES);
        assertThat(btf.member("task", "none").why()).contains("no member none");
        assertThat(btf.member("task", "pid[1]").why()).contains("no array");
        assertThat(btf.member("task", "pid.count").why()).contains("no member pid.count");
        assertThat(btf.member("nobody", "pid").why()).contains("no struct nobody");
    }

    @Test
    void structsOfOneNameThatDifferAreRefused() {
        BtfBytes b = task();
        b.composite(BtfBytes.STRUCT, "task", 8, new Field("pid", 1, 0));
        Btf btf = parse(b.bytes(), NAMES);
        assertThat(btf.member("task", "pid").why()).contains("two structs task");
    }

    @Test
    void typesThatPointToThemselvesEnd() {
        var b = new BtfBytes();
        b.of(BtfBytes.TYPEDEF, "m", 1);
        b.composite(BtfBytes.STRUCT, "task", 8, new Field("", 2, 0), new Field("inner", 1, 0), new Field("stat", 3, 0));
        b.array(3, 1 << 30);
        Btf btf = parse(b.bytes(), NAMES);
        assertThat(btf.member("task", "none").asOptional()).isEmpty();
        assertThat(btf.member("task", "inner.m").asOptional()).isEmpty();
        assertThat(btf.size(3)).isZero();
    }

    @Test
    void bytesThatAreCutOffAreRefusedWithWords() {
        byte[] whole = task().bytes();
        for (int length = 0; length < whole.length; length++) {
            Read<Btf> cut = Btf.parse(BtfBytes.source(Arrays.copyOf(whole, length)), NAMES);
            assertThat(cut.why()).as("%d of %d bytes", length, whole.length).contains("read " + Btf.PATH);
        }
    }

    @Test
    void aKindThatIsNotKnownIsRefusedSinceNothingAfterItCanBeFound() {
        byte[] newer = SMALL.clone();
        newer[31] = 0x1f;
        assertThat(Btf.parse(BtfBytes.source(newer), NAMES).why()).contains("kind 31");
    }

    @Test
    void changedBytesGiveAnAnswerOrARefusalAndNothingElse() {
        byte[] whole = task().bytes();
        var random = new Random(7);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (Btf.parse(BtfBytes.source(bytes), NAMES) instanceof Read.Ok<Btf>(Btf btf)) {
                parsed++;
                for (String path : new String[] {"pid", "deep", "inner.m", "stat[3].count", "flag", "none"}) {
                    btf.member("task", path).map(m -> btf.size(m.type()));
                }
            }
        }
        assertThat(parsed).isPositive();
    }

    @Test
    void findsTheTracepointOfTheRunningKernel() {
        assumeTrue(KernelFile.bytes(Btf.PATH).errno() == 0, "kernel without type information");
        assertThat(Btf.tracepoint("sys_exit").asOptional())
                .hasValueSatisfying(id -> assertThat(id).isPositive());
        assertThat(Btf.tracepoint("no_such_tracepoint").why()).contains("no type btf_trace_no_such_tracepoint");
    }

    private static long bytes(Btf btf, String path) {
        return btf.member("task", path).asOptional().orElseThrow().bitOffset() / 8;
    }

    private static Btf parse(byte[] bytes, Set<String> names) {
        Read<Btf> btf = Btf.parse(BtfBytes.source(bytes), names);
        assertThat(btf.why()).isEmpty();
        return btf.asOptional().orElseThrow();
    }
}
