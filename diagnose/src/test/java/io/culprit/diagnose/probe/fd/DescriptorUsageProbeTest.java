package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.host.UsageProbe;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the live machine, where this process plays the one that leaks. */
class DescriptorUsageProbeTest {
    private static final int LEAKED = 300;
    /** The JVM loads classes meanwhile, which opens and closes a file now and then. */
    private static final int OTHERS = 20;

    private final int self = (int) ProcessHandle.current().pid();
    private final Names names = new UsageProbe("boot");
    private final List<InputStream> leaked = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (InputStream in : leaked) {
            in.close();
        }
    }

    @Test
    void aProcessThatGrowsIsListedWithoutBeingAskedFor() throws IOException {
        DescriptorUsageProbe probe = new DescriptorUsageProbe(names);
        probe.begin();
        leak();
        probe.tick();
        DescriptorUsage usage = find(probe.finish().asOptional().orElseThrow()).orElseThrow();
        assertThat(usage.growth()).isBetween((long) LEAKED - OTHERS, (long) LEAKED + OTHERS);
        assertThat(usage.open()).isCloseTo(openNow(), offset((long) OTHERS));
        assertThat(usage.softLimit().asOptional().orElseThrow()).isPositive();
        Map<DescriptorKind, Integer> kinds = usage.kinds().asOptional().orElseThrow();
        assertThat(kinds.get(DescriptorKind.DEVICE)).isGreaterThanOrEqualTo(LEAKED);
        assertThat(usage.kindsSampled()).isFalse();
    }

    @Test
    void aFallBetweenTwoReadingsIsNotSteady() throws IOException {
        leak();
        DescriptorUsageProbe probe = new DescriptorUsageProbe(names);
        probe.also(List.of(self));
        probe.begin();
        closeAll();
        leaked.clear();
        probe.tick();
        leak();
        assertThat(find(probe.finish().asOptional().orElseThrow()).orElseThrow().steady())
                .isFalse();
    }

    @Test
    void aSuspectIsListedWhateverItHolds() throws Exception {
        try (Shell quiet = new Shell("6</etc/passwd")) {
            DescriptorUsageProbe probe = new DescriptorUsageProbe(names);
            probe.begin();
            probe.also(List.of(quiet.child, 0, -5));
            List<DescriptorUsage> usages = probe.finish().asOptional().orElseThrow();
            DescriptorUsage usage = usages.getFirst();
            assertThat(usage.process().pid()).isEqualTo(quiet.child);
            assertThat(usage.name()).isEqualTo("bash");
            assertThat(usage.open()).isEqualTo(new File("/proc/" + quiet.child + "/fd").list().length);
            assertThat(usage.growth()).isZero();
            assertThat(usage.steady()).isTrue();
            assertThat(usage.kinds().asOptional().orElseThrow().values().stream()
                            .mapToInt(n -> n)
                            .sum())
                    .isEqualTo((int) usage.open());
            assertThat(usages).hasSizeLessThanOrEqualTo(100);
        }
    }

    @Test
    void thePidOfAnotherProcessThanAtFirstTellsNoGrowth() throws IOException {
        Names later = pid -> names.byPid(pid)
                .map(n -> new Names.Named(new ProcessId("boot", pid, n.id().startTicks() + 1), n.name(), n.program()));
        DescriptorUsageProbe probe = new DescriptorUsageProbe(later);
        probe.begin();
        leak();
        DescriptorUsage usage = find(probe.finish().asOptional().orElseThrow()).orElseThrow();
        assertThat(usage.growth()).isZero();
        assertThat(usage.steady()).isFalse();
    }

    private void leak() throws IOException {
        for (int i = 0; i < LEAKED; i++) {
            leaked.add(new FileInputStream("/dev/null"));
        }
    }

    private static long openNow() {
        return new File("/proc/self/fd").list().length;
    }

    private Optional<DescriptorUsage> find(List<DescriptorUsage> usages) {
        return usages.stream().filter(u -> u.process().pid() == self).findFirst();
    }
}
