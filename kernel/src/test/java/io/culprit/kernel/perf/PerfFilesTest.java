package io.culprit.kernel.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.perf.Tracepoint.Field;
import io.culprit.kernel.sys.Read;
import org.junit.jupiter.api.Test;

class PerfFilesTest {
    /** /sys/kernel/tracing/events/raw_syscalls/sys_enter/format of Linux 6.18, x86_64. */
    private static final String FORMAT = """
            name: sys_enter
            ID: 443
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            \tfield:long id;\toffset:8;\tsize:8;\tsigned:1;
            \tfield:unsigned long args[6];\toffset:16;\tsize:48;\tsigned:0;

            print fmt: "NR %ld (%lx)", REC->id, REC->args[0]
            """;

    @Test
    void aFormatTellsTheNumberAndThePlacesOfTheFields() {
        Tracepoint t = Tracepoint.parse("format", FORMAT).asOptional().orElseThrow();
        assertThat(t.id()).isEqualTo(443);
        assertThat(t.field("id")).contains(new Field(8, 8));
        assertThat(t.field("args")).contains(new Field(16, 48));
        assertThat(t.field("ret")).isEmpty();
    }

    @Test
    void aFormatWithoutANumberIsRefusedInWords() {
        assertThat(Tracepoint.parse("format", "name: x\nID: 99999999999999\n\u001b[31m")
                        .why())
                .isEqualTo("read format: has no line with the ID");
    }

    @Test
    void theLiveTracepointIsReadOrSaysWhatToDo() {
        switch (Tracepoint.of("raw_syscalls", "sys_exit")) {
            case Read.Ok<Tracepoint>(Tracepoint t) -> assertThat(t.field("ret")).isPresent();
            case Read.Refused<Tracepoint> r ->
                assertThat(r.errno() == 0 ? "" + r : r.what()).contains("trac");
        }
    }

    @Test
    void cpusComeAsRanges() {
        assertThat(Cpus.parse("0-3,8\n")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cpus.parse("0")).containsExactly(0);
        assertThat(Cpus.parse("1,x,-,5-2,3")).containsExactly(1, 3);
        assertThat(Cpus.parse("0-4294967295")).hasSizeLessThanOrEqualTo(8192);
        assertThat(Cpus.parse("")).isEmpty();
        assertThat(Cpus.online()).isNotEmpty();
    }

    @Test
    void theLimitOfDescriptorsIsTheSoftOne() {
        assertThat(Descriptors.softLimit("Max cpu time  unlimited\nMax open files            1024    524288   files\n"))
                .isEqualTo(1024);
        assertThat(Descriptors.softLimit("Max open files            unlimited unlimited files"))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(Descriptors.softLimit("Max open files  many")).isEqualTo(1024);
        assertThat(Descriptors.free()).isPositive();
    }

    @Test
    void thePageSizeIsAPowerOfTwoOrTheUsualOne() {
        assertThat(Integer.bitCount(PageSize.BYTES)).isEqualTo(1);
        assertThat(PageSize.parse(new byte[] {6, 0, 0})).isEqualTo(4096);
        assertThat(PageSize.parse(new byte[64])).isEqualTo(4096);
    }
}
