package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLogTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,pid,name,rss_bytes\n1795528831,7,a,4096\n1795528841,7,a,8192\n",
                "\uFEFFtime;pid;name;rss_kib\r\n1795528831000;7;a;4\r\n1795528841000;7;a;8\r\n",
                "PID\tTimestamp\tRSS KiB\tName\n7\t2026-11-24T14:00:31Z\t4\ta\n7\t2026-11-24T14:00:41Z\t8\ta\n",
                "time,pid,name,rss_bytes\n2026-11-24 14:00:31,\"7\",\"a\",4096\n2026-11-24 14:00:41,7,a,8192\n"
            })
    void theHeaderDecides(String csv) {
        Imported log = Imported.text(csv);

        assertThat(log.times()).containsExactly("2026-11-24T14:00:31Z", "2026-11-24T14:00:41Z");
        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(4096L, 8192L);
        assertThat(log.process(7).name()).isEqualTo("a");
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void allThatItMayHold() {
        Imported log = Imported.text("""
                time,pid,ppid,name,command,start,cpu_seconds,fds,sockets,threads,swap_bytes,rss,x
                1795528831,7,1,a,"a --token ""b"", c",1795520000,1.5,10,3,2,4096,1,2
                """);

        assertThat(log.samples().getFirst().of(7).values())
                .containsEntry(ProcessMetric.CPU, 1_500_000L)
                .containsEntry(ProcessMetric.FDS, 10L)
                .containsEntry(ProcessMetric.SOCKETS, 3L)
                .containsEntry(ProcessMetric.THREADS, 2L)
                .containsEntry(ProcessMetric.SWAP, 4096L)
                .doesNotContainKey(ProcessMetric.RSS);
        assertThat(log.process(7).startedMillis()).isEqualTo(1_795_520_000_000L);
        assertThat(log.process(7).command()).isEqualTo("a --token ***");
        assertThat(log.onlyFile().unusedColumns()).containsExactly("rss", "x");
        assertThat(log.onlyFile().notes()).anyMatch(n -> n.contains("without a unit"));
    }

    @Test
    void aQuotedFieldMayHoldALineBreak() {
        Imported log = Imported.text("time,pid,name,rss_bytes\n1795528831,7,\"a\nb\",4096\n1795528831,8,c,1\n");

        assertThat(log.process(7).name()).isEqualTo("a b");
        assertThat(log.samples().getFirst().rows()).hasSize(2);
    }

    @Test
    void aQuoteThatIsNotClosedLosesItsLineAlone() {
        StringBuilder csv = new StringBuilder("time,pid,name,rss_bytes\n1795528831,1,\"a,4096\n");
        for (int pid = 2; pid < 40; pid++) {
            csv.append("1795528831,").append(pid).append(",b,4096\n");
        }
        Imported log = Imported.text(csv.toString());

        assertThat(log.samples().getFirst().rows()).hasSize(38);
        assertThat(log.onlyFile().badLines()).isEqualTo(1);
    }

    @Test
    void aRowThatIsNotOneIsBadAndTheOthersAreGood() {
        Imported log = Imported.text(
                "time,pid,name,rss_bytes\n1795528831,7,a,-5\n1795528831,8,b\nx,9,c,1\n1795528831,0,d,1\n1795528831,10,e,1\n");

        assertThat(log.onlyFile().badLines()).isEqualTo(4);
        assertThat(log.samples().getFirst().rows()).hasSize(1);
    }
}
