package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.KeyValues;
import io.culprit.model.Answer;
import io.culprit.model.evidence.ProcessMemory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectMemoryTest {
    private static final int OWN = (int) ProcessHandle.current().pid();

    @Test
    void ownMemoryAddsUp() {
        SuspectMemory probe = new SuspectMemory(OWN, true);
        probe.begin();
        probe.tick();
        ProcessMemory m = probe.finish().asOptional().orElseThrow();
        assertThat(m.anon() + m.file() + m.shmem()).isEqualTo(m.rss());
        assertThat(m.virtual()).isGreaterThan(m.rss());
        assertThat(m.mappings().orElse(0)).isGreaterThan(10);
        assertThat(m.largest().orElse(List.of())).isNotEmpty();
        assertThat(m.odd().orElse(List.of())).anyMatch(o -> o.why().contains("Java virtual machine"));
        assertThat(m.smaps().orElseThrow().pss()).isPositive();
    }

    @Test
    void smapsIsNotReadUnlessAsked() {
        SuspectMemory probe = new SuspectMemory(OWN, false);
        probe.begin();
        assertThat(probe.finish().asOptional().orElseThrow().smaps()).isEmpty();
    }

    @Test
    void aProcessThatEndsIsToldByItsLastReading() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "60").start();
        SuspectMemory probe = new SuspectMemory((int) child.pid(), false);
        probe.begin();
        child.destroyForcibly().waitFor();
        ProcessMemory m = probe.finish().asOptional().orElseThrow();
        assertThat(m.rss()).isPositive();
        assertThat(m.mappings().whyNot()).hasValueSatisfying(w -> assertThat(w).contains("no such"));
        assertThat(m.largest().isKnown()).isFalse();
    }

    @Test
    void aProcessThatNeverWasIsARefusal() {
        SuspectMemory probe = new SuspectMemory(0, false);
        probe.begin();
        assertThat(probe.finish().whyNot()).contains("open /proc/0/stat: no such file (ENOENT)");
    }

    @Test
    void aKernelThreadHasNoMemory() {
        SuspectMemory probe = new SuspectMemory(2, false);
        probe.begin();
        Answer<ProcessMemory> answer = probe.finish();
        // In a PID namespace number 2 may be anything, or nobody.
        assertThat(answer.isKnown() || answer.whyNot().orElseThrow().matches(".*(no memory of its own|ENOENT).*"))
                .isTrue();
    }

    @Test
    void anOldKernelsRssIsSplitByStatm() {
        KeyValues split = SuspectMemory.splitBy(KeyValues.parse("VmRSS: 400 kB"), "1000 100 60 5 0 30 0", 4096);
        assertThat(split.orZero("RssAnon")).isEqualTo(160 << 10);
        assertThat(split.orZero("RssFile")).isEqualTo(240 << 10);
        assertThat(SuspectMemory.splitBy(KeyValues.parse("VmRSS: 400 kB"), "", 4096)
                        .orZero("RssAnon"))
                .isEqualTo(400 << 10);
    }

    @Test
    void theChosenModeStandsInBrackets() {
        assertThat(SuspectMemory.chosen("always [madvise] never")).isEqualTo("madvise");
        assertThat(SuspectMemory.chosen("something new")).isEqualTo("something new");
    }
}
