package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.sys.KernelFile;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BtfTest {
    /** Header, then int (1), a function prototype (2), "typedef ... btf_trace_x" (3), as pahole writes them. */
    private static final byte[] SMALL = HexFormat.of()
            .parseHex("9feb0100" + "18000000" + "00000000" + "30000000" + "30000000" + "11000000"
                    + "01000000" + "00000001" + "04000000" + "20000001"
                    + "00000000" + "0100000d" + "00000000" + "00000000" + "01000000"
                    + "05000000" + "00000008" + "02000000"
                    + "00696e7400" + "6274665f74726163655f7800");

    @Test
    void findsATypedefByItsName() {
        assertThat(Btf.typedef(SMALL, "btf_trace_x")).hasValue(3);
        assertThat(Btf.typedef(SMALL, "btf_trace")).isEmpty();
    }

    @Test
    void findsTheTracepointOfTheRunningKernel() {
        assumeTrue(KernelFile.bytes("/sys/kernel/btf/vmlinux").errno() == 0, "kernel without type information");
        assertThat(Btf.tracepoint("sys_exit").asOptional())
                .hasValueSatisfying(id -> assertThat(id).isPositive());
        assertThat(Btf.tracepoint("no_such_tracepoint").why()).contains("no typed tracepoint no_such_tracepoint");
    }

    @Test
    void bytesThatMakeNoSenseHoldNothing() {
        for (int length = 0; length < SMALL.length - 1; length++) {
            assertThat(Btf.typedef(Arrays.copyOf(SMALL, length), "btf_trace_x")).isEmpty();
        }
        byte[] newerKind = SMALL.clone();
        newerKind[31] = 0x1f;
        assertThat(Btf.typedef(newerKind, "btf_trace_x")).isEmpty();
        byte[] absurd = SMALL.clone();
        Arrays.fill(absurd, 8, 24, (byte) 0xff);
        assertThat(Btf.typedef(absurd, "btf_trace_x")).isEmpty();
    }
}
