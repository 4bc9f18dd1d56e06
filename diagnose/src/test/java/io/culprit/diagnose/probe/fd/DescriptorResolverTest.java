package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.host.UsageProbe;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Descriptor.Watch;
import io.culprit.model.evidence.DescriptorKind;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the live machine: a shell and its child share what the shell had opened. */
class DescriptorResolverTest {
    private final Names names = new UsageProbe("boot");

    @TempDir
    Path folder;

    @Test
    void aSocketIsSharedByItsInode() throws Exception {
        try (Shell shell = new Shell("5<>/dev/udp/127.0.0.1/9")) {
            Descriptor d = resolve(shell.pid, 5).getFirst();
            assertThat(d.kind()).isEqualTo(DescriptorKind.SOCKET);
            assertThat(d.target()).isEqualTo("socket:[" + d.inode().orElseThrow() + "]");
            assertThat(d.holders()).extracting(h -> h.process().pid()).containsExactly(shell.child);
            assertThat(d.holders().getFirst().name()).isEqualTo("bash");
            assertThat(d.holderProof()).startsWith("the same socket inode");
            assertThat(d.flags()).isEqualTo("O_RDWR");
            assertThat(d.nonBlocking()).isFalse();
        }
    }

    @Test
    void oneOpenFileIsToldFromTheSameFileOpenedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("log\n\u001b[31m"), "twelve bytes");
        try (Shell writer = new Shell("6<\"$1\" 7<\"$1\"", file.toString());
                Shell other = new Shell("8<\"$1\"", file.toString())) {
            Descriptor d = resolve(writer.pid, 6).getFirst();
            assertThat(d.kind()).isEqualTo(DescriptorKind.FILE);
            assertThat(d.target()).isEqualTo(file.toString());
            assertThat(d.holders()).extracting(h -> h.process().pid()).containsExactly(writer.child);
            assertThat(d.holderProof()).startsWith("kcmp: the same open file description");
            assertThat(d.note())
                    .startsWith("at byte 0 of 12; the same file is open separately in 2 other processes: ")
                    .contains("(" + other.pid + ")")
                    .endsWith("opened 2 times by this process");
        }
    }

    @Test
    void aDeletedFileStillTakesSpace() throws Exception {
        Path file = Files.writeString(folder.resolve("big"), "x");
        try (Shell shell = new Shell("6>>\"$1\"", file.toString())) {
            Files.delete(file);
            Descriptor d = resolve(shell.pid, 6).getFirst();
            assertThat(d.kind()).isEqualTo(DescriptorKind.DELETED_FILE);
            assertThat(d.target()).isEqualTo(file + " (deleted)");
            assertThat(d.note()).contains("of 1, space is free only when it is closed");
            assertThat(d.flags()).isEqualTo("O_WRONLY|O_APPEND");
        }
    }

    @Test
    void aPipeTellsItsOtherEnd() throws Exception {
        try (Shell shell = new Shell("9<&0")) {
            Descriptor d = resolve(shell.pid, 9).getFirst();
            assertThat(d.kind()).isEqualTo(DescriptorKind.PIPE);
            assertThat(d.note()).isEqualTo("also fd 0 of this process");
            // We hold the writing end.
            assertThat(d.holders())
                    .extracting(h -> h.process().pid())
                    .contains((int) ProcessHandle.current().pid(), shell.child);
        }
    }

    @Test
    void anEpollTellsWhatItWatches() throws Exception {
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            selector.selectNow();
            List<Descriptor> epolls = resolve(self(), all(self())).stream()
                    .filter(d -> d.kind() == DescriptorKind.EPOLL)
                    .toList();
            List<Watch> watches =
                    epolls.stream().flatMap(d -> d.watches().stream()).toList();
            assertThat(watches)
                    .anyMatch(
                            w -> w.target().startsWith("socket:[") && w.events().equals("EPOLLIN"))
                    .anyMatch(w -> w.target().equals("anon_inode:[eventfd]"));
            assertThat(epolls)
                    .allMatch(d -> d.note().startsWith("watches ") && d.inode().isEmpty());
        }
    }

    @Test
    void anInotifyTellsHowMuchItWatches() throws Exception {
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            assertThat(resolve(self(), all(self())))
                    .anyMatch(
                            d -> d.kind() == DescriptorKind.INOTIFY && d.note().equals("1 watch"));
        }
    }

    @Test
    void whatIsClosedIsLeftOut() throws Exception {
        try (Shell shell = new Shell("5<>/dev/udp/127.0.0.1/9")) {
            assertThat(resolve(shell.pid, 77, 5, 5)).extracting(Descriptor::fd).containsExactly(5);
            assertThat(answer(id(shell.pid), 77).whyNot())
                    .contains("fd 77 of process " + shell.pid + " closed before it could be looked at");
            assertThat(resolve(shell.pid)).isEmpty();
        }
    }

    @Test
    void aProcessThatEndedIsNotMistakenForAnother() throws Exception {
        ProcessId gone;
        try (Shell shell = new Shell("5</dev/null")) {
            gone = id(shell.pid);
            ProcessId reused = new ProcessId("boot", shell.pid, gone.startTicks() - 1);
            assertThat(answer(reused, 0).whyNot())
                    .contains("process " + shell.pid + " has ended, its pid now belongs to bash");
        }
        assertThat(answer(gone, 0).whyNot()).contains("process " + gone.pid() + " has ended");
    }

    private static int self() {
        return (int) ProcessHandle.current().pid();
    }

    private static Integer[] all(int pid) {
        return Arrays.stream(new File("/proc/" + pid + "/fd").list())
                .map(Integer::valueOf)
                .sorted((a, b) -> b - a)
                .limit(60)
                .toArray(Integer[]::new);
    }

    private ProcessId id(int pid) {
        return names.byPid(pid).orElseThrow().id();
    }

    private List<Descriptor> resolve(int pid, Integer... fds) {
        return answer(id(pid), fds).asOptional().orElseThrow();
    }

    private Answer<List<Descriptor>> answer(ProcessId process, Integer... fds) {
        try (DescriptorResolver resolver =
                new DescriptorResolver(names, FdCensus.take(names), (pid, fd, inode) -> Optional.empty())) {
            return resolver.resolve(process, List.of(fds));
        }
    }
}
