package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.RecordedProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which process a pid is, when the log says a start and when it does not. */
class CensusTest {
    private static final String HEAD = "  PID   RSS     TIME COMMAND\n";

    private static List<ProcessId> ids(String log) {
        return Imported.text(log).processes().stream().map(RecordedProcess::id).toList();
    }

    @Test
    void thePidAndTheNameAreOneProcessEvenAfterAGap() {
        assertThat(
                        ids(
                                "1795528800\n" + HEAD + "    7   100 00:00:01 a -x\n    8   100 00:00:01 b\n"
                                        + "1795528860\n    8   100 00:00:01 b\n1795528920\n    7   100 00:00:01 a -x\n    8   100 00:00:01 b\n"))
                .hasSize(2);
    }

    @Test
    void anotherNameAfterAGapIsAnotherProcess() {
        assertThat(ids("1795528800\n" + HEAD + "    7   100 00:00:01 a\n    8   100 00:00:01 b\n"
                        + "1795528860\n    8   100 00:00:01 b\n1795528920\n    7   100 00:00:01 c\n"))
                .hasSize(3);
    }

    @Test
    void anotherNameWithoutAGapIsAnExec() {
        Imported log = Imported.text(
                "1795528800\n" + HEAD + "    7   100 00:00:01 sh start\n1795528860\n    7   100 00:00:01 daemon\n");

        assertThat(log.processes())
                .singleElement()
                .satisfies(p -> assertThat(p.name()).isEqualTo("daemon"));
    }

    @Test
    void cpuTimeThatFallsIsAnotherProcess() {
        assertThat(ids("1795528800\n" + HEAD + "    7   100 00:00:09 a\n1795528860\n    7   100 00:00:01 a\n"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aStartThatIsKnownDecidesAlone() {
        String head = "  PID     ELAPSED     TIME COMMAND\n";

        assertThat(ids("1795528800\n" + head
                        + "    7       10:00 00:00:09 a\n1795528860\n    7       00:20 00:00:09 a\n"))
                .hasSize(2);
        assertThat(ids("1795528800\n" + head
                        + "    7       10:00 00:00:09 a\n1795528860\n    7       11:01 00:00:09 b\n"))
                .hasSize(1);
    }

    @Test
    void theStartOfPsAuxIsOneProcessWhenItTurnsFromAnHourToADay() {
        String head = "USER  PID   RSS START   TIME COMMAND\n";

        assertThat(ids("2026-11-24 14:00:00\n" + head + "root    7   100 13:59   0:00 a\n2026-11-25 14:10:00\n" + head
                        + "root    7   100 Nov24   0:00 a\n"))
                .hasSize(1);
        assertThat(ids("2026-11-24 14:00:00\n" + head + "root    7   100 13:59   0:00 a\n2026-11-24 14:10:00\n" + head
                        + "root    7   100 14:07   0:00 a\n"))
                .hasSize(2);
    }

    @Test
    void kernelThreadsAreToldByTheirBracketsAndTheirParent() {
        Imported log = Imported.text("""
                1795528800
                  PID  PPID   RSS COMMAND
                    2     0     0 [kthreadd]
                   12     2     0 [kworker/0:1-events]
                   99     1     0 [gone] <defunct>
                  100     1  5000 [odd]
                """);

        assertThat(log.processes())
                .filteredOn(RecordedProcess::kernelThread)
                .extracting(p -> p.id().pid())
                .containsExactly(2, 12);
        assertThat(log.process(12).name()).isEqualTo("kworker/0:1-events");
    }
}
