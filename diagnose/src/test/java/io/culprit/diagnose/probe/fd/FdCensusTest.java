package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.culprit.diagnose.probe.Holdings.SocketFd;
import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.host.UsageProbe;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor.Holder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FdCensusTest {
    private final Names names = new UsageProbe("boot");

    @Test
    void aSocketInheritedByAChildHasTwoHolders() throws Exception {
        try (Shell shell = new Shell("5<>/dev/udp/127.0.0.1/9 8<&5")) {
            FdCensus census = FdCensus.take(names);
            long inode = inode(census, shell.pid);
            assertThat(census.holders(inode))
                    .extracting(h -> h.process().pid(), Holder::fd)
                    .containsExactlyInAnyOrder(tuple(shell.pid, 5), tuple(shell.child, 5));
        }
    }

    @Test
    void socketsComeInTheOrderOfPidAndDescriptor() throws Exception {
        try (Shell shell = new Shell("5<>/dev/udp/127.0.0.1/9 8<&5")) {
            FdCensus census = FdCensus.take(names);
            assertThat(census.sockets())
                    .isSortedAccordingTo(Comparator.comparingInt(SocketFd::pid).thenComparingInt(SocketFd::fd))
                    .filteredOn(s -> s.pid() == shell.pid)
                    .extracting(SocketFd::fd)
                    .containsExactly(5, 8);
        }
    }

    @Test
    void holdersAreThoseOfTheMomentWhateverBecomesOfThem() throws Exception {
        FdCensus census;
        ProcessId id;
        try (Shell shell = new Shell("5<>/dev/udp/127.0.0.1/9")) {
            census = FdCensus.take(names);
            id = names.byPid(shell.pid).orElseThrow().id();
        }
        assertThat(census.holders(inode(census, id.pid())))
                .extracting(Holder::process)
                .contains(id);
    }

    @Test
    void descriptorsThatReadAlikeAreFound() throws Exception {
        try (Shell shell = new Shell("6</etc/passwd")) {
            FdCensus census = FdCensus.take(names);
            assertThat(census.alike("/etc/passwd".getBytes(StandardCharsets.UTF_8)))
                    .anyMatch(h -> h.pid() == shell.pid && h.fd() == 6)
                    .anyMatch(h -> h.pid() == shell.child && h.fd() == 6);
            assertThat(census.alike("/etc/passwe".getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @Test
    void aBoundIsToldWhenItIsMet() {
        FdCensus few = FdCensus.take(names, new FdCensus.Bounds(5, Duration.ofSeconds(3)));
        assertThat(few.descriptors()).isEqualTo(5);
        assertThat(few.incomplete().orElseThrow()).contains("ended when it had seen 5 descriptors, with");
        FdCensus brief = FdCensus.take(names, new FdCensus.Bounds(1_000_000, Duration.ZERO));
        assertThat(brief.processes()).isZero();
        assertThat(brief.incomplete().orElseThrow()).contains("ended when its time of 0 ms was over");
    }

    @Test
    void nobodyHoldsASocketThatIsNotThere() {
        assertThat(FdCensus.take(pid -> Optional.empty()).holders(0)).isEmpty();
    }

    private static long inode(FdCensus census, int pid) {
        return census.sockets().stream()
                .filter(s -> s.pid() == pid)
                .findFirst()
                .orElseThrow()
                .inode();
    }
}
