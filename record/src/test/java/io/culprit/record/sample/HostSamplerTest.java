package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.culprit.kernel.net.NetDev;
import io.culprit.kernel.procfs.HostStat;
import io.culprit.kernel.procfs.KeyValues;
import io.culprit.record.store.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSamplerTest {
    @TempDir
    Path folder;

    private final Frame frame = new Frame();

    @Test
    void agreesWithTheFilesReadByHand() throws IOException {
        try (HostSampler sampler = new HostSampler()) {
            HostStat before = HostStat.parse(Files.readString(Path.of("/proc/stat")));
            Map<String, Long> values = sample(sampler);
            HostStat after = HostStat.parse(Files.readString(Path.of("/proc/stat")));
            assertThat(values.get("cpu:user"))
                    .isBetween(before.total().user() * 10_000, after.total().user() * 10_000);
            assertThat(values.get("cpu.switches")).isBetween(before.contextSwitches(), after.contextSwitches());
            assertThat(values.get("cpu.interrupts")).isBetween(before.interrupts(), after.interrupts());
            assertThat(values.get("tasks.forks")).isBetween(before.forks(), after.forks());
            assertThat(values.get("cpu.count")).isEqualTo(after.perCpu().size());
            KeyValues memory = KeyValues.parse(Files.readString(Path.of("/proc/meminfo")));
            assertThat(values.get("memory:MemTotal")).isEqualTo(memory.orZero("MemTotal"));
            assertThat(values.get("memory:SwapTotal")).isEqualTo(memory.orZero("SwapTotal"));
            for (String device :
                    NetDev.parse(Files.readString(Path.of("/proc/net/dev"))).keySet()) {
                assertThat(values).containsKey("net.rx_packets:" + device);
            }
            assertThat(values).containsKeys("load.1", "tasks.all", "files.open", "softnet.packets", "tcp.memory");
        }
    }

    @Test
    void countsTheStatesOfTcpInOneSampleOfSome() throws IOException {
        try (HostSampler sampler = new HostSampler()) {
            long before = closeWait(sample(sampler));
            List<AutoCloseable> open = new ArrayList<>();
            try (ServerSocketChannel server =
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                for (int i = 0; i < 20; i++) {
                    open.add(SocketChannel.open(server.getLocalAddress()));
                    server.accept().close();
                }
                int without = 0;
                Map<String, Long> values = sample(sampler);
                while (!values.containsKey("sockets.tcp:CLOSE_WAIT")) {
                    without++;
                    values = sample(sampler);
                }
                assertThat(without).isGreaterThanOrEqualTo(TcpStateCounts.SAMPLES - 1);
                // Others on this machine open and close too.
                assertThat(closeWait(values) - before).isBetween(10L, 30L);
                assertThat(values.get("sockets.tcp:LISTEN")).isPositive();
                assertThat(values)
                        .containsKeys("sockets.tcp:TIME_WAIT", "sockets.tcp:ESTABLISHED", "sockets.tcp:CLOSING");
                for (AutoCloseable channel : open) {
                    close(channel);
                }
            }
        }
    }

    @Test
    void aFileThatIsRefusedIsToldAndTriedAgainSeldom() throws IOException {
        Files.createDirectories(folder.resolve("sys/fs"));
        Files.createDirectories(folder.resolve("pressure"));
        Files.writeString(folder.resolve("sys/fs/file-nr"), "593\t0\t2466177\n");
        // A directory opens and gives EISDIR, as a kernel without pressure opens and gives EOPNOTSUPP.
        Files.createDirectories(folder.resolve("pressure/io"));
        try (HostSampler sampler = new HostSampler(folder.toString(), folder.toString())) {
            Map<String, Long> values = sample(sampler);
            assertThat(values).containsEntry("files.open", 593L).doesNotContainKey("load.1");
            assertThat(sampler.refused())
                    .contains("read " + folder + "/loadavg: no such file (ENOENT)")
                    .contains("read " + folder + "/pressure/io: is a directory (EISDIR)")
                    .noneMatch(line -> line.contains("file-nr"));
            Files.writeString(folder.resolve("loadavg"), "1.00 0.32 0.60 1/93 14499\n");
            Files.writeString(folder.resolve("sys/fs/file-nr"), "594\t0\t2466177\n");
            for (int i = 0; i < HostFile.REFUSED_SAMPLES; i++) {
                values = sample(sampler);
                assertThat(values).containsEntry("files.open", 594L).doesNotContainKey("load.1");
            }
            assertThat(sample(sampler)).containsEntry("load.1", 1000L);
            assertThat(sampler.refused()).noneMatch(line -> line.contains("loadavg"));
        }
    }

    @Test
    void allocatesNothingOnceItHasRunForAWhile() {
        ThreadMXBean own = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int samples = 60;
        long bytes = Long.MAX_VALUE;
        try (HostSampler sampler = new HostSampler()) {
            for (int round = 0; round < 200 && bytes / samples > 300; round++) {
                long before = own.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < samples; i++) {
                    frame.begin(0, 0);
                    sampler.sample(frame);
                }
                bytes = own.getCurrentThreadAllocatedBytes() - before;
            }
        }
        // The requests for the TCP states, in one of six.
        assertThat(bytes / samples).isLessThanOrEqualTo(300);
    }

    private Map<String, Long> sample(HostSampler sampler) {
        frame.begin(0, 0);
        sampler.sample(frame);
        return HostTextTest.values(frame);
    }

    private static long closeWait(Map<String, Long> values) {
        return values.getOrDefault("sockets.tcp:CLOSE_WAIT", Long.MIN_VALUE);
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
