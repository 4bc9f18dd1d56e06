package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the live machine: this process, and children that we start and know. */
class ProcTasksLiveTest {
    private static final int ALL = TaskColumn.DETAILS_READ | TaskColumn.FDS_READ | TaskColumn.SOCKETS_READ;
    /** More processes than that have sockets on hardly any machine that runs tests. */
    private static final int MANY_READINGS = 200;

    private final int self = (int) ProcessHandle.current().pid();
    private final ProcTasks tasks = new ProcTasks();
    private final TaskTable table = new TaskTable();
    private final List<Process> children = new ArrayList<>();
    private final List<AutoCloseable> channels = new ArrayList<>();

    @BeforeEach
    void letTheJvmOpenItsOwnSocketFirst() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process child : children) {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
        for (AutoCloseable channel : channels) {
            channel.close();
        }
        tasks.close();
    }

    @Test
    void thisProcessIsAsItsOwnFilesSay() throws IOException {
        byte[] touched = new byte[32 << 20];
        for (int i = 0; i < touched.length; i += 4096) {
            touched[i] = 1;
        }
        read(ALL);
        int row = row(self);
        assertThat(table.name(row)).isEqualTo("java");
        assertThat(table.kernelThread(row)).isFalse();
        assertThat(table.parent(row))
                .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(value(TaskColumn.RSS_ANON, self)).isGreaterThan(touched.length);
        assertThat(value(TaskColumn.RSS_FILE, self)).isPositive();
        assertThat(value(TaskColumn.VM_DATA, self)).isGreaterThan(touched.length);
        assertThat(value(TaskColumn.THREADS, self)).isGreaterThan(5);
        assertThat(value(TaskColumn.CPU_USER, self)).isPositive();
        assertThat(value(TaskColumn.MINOR_FAULTS, self)).isGreaterThan(touched.length / 4096 / 512);
        assertThat(value(TaskColumn.READ_BYTES, self)).isNotEqualTo(TaskTable.UNKNOWN);
        assertThat(value(TaskColumn.VOLUNTARY_SWITCHES, self)).isEqualTo(TaskTable.UNKNOWN);
    }

    @Test
    void aChildWithThreeDescriptorsHasThree() throws IOException {
        Process child = new ProcessBuilder("cat").start();
        children.add(child);
        // Before it answers, it holds what the JVM holds, and then the libraries that it loads.
        child.outputWriter().append("ready\n").flush();
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
        int pid = (int) child.pid();
        readUntil(pid, ALL);
        assertThat(value(TaskColumn.FDS, pid)).isEqualTo(3);
        assertThat(value(TaskColumn.SOCKETS, pid)).isZero();
        assertThat(value(TaskColumn.SOCKETS_CLOSED, pid)).isZero();
    }

    @Test
    void cpuAndThreadsGrowWithWhatTheProcessDoes() throws InterruptedException {
        read(0);
        long cpu = value(TaskColumn.CPU_USER, self) + value(TaskColumn.CPU_SYSTEM, self);
        long threads = value(TaskColumn.THREADS, self);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        begun.await();
        ThreadMXBean own = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long until = own.getCurrentThreadCpuTime() + 200_000_000;
        while (own.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
        read(0);
        end.countDown();
        long grown = value(TaskColumn.CPU_USER, self) + value(TaskColumn.CPU_SYSTEM, self) - cpu;
        assertThat(grown).isGreaterThanOrEqualTo(180_000);
        assertThat(value(TaskColumn.THREADS, self)).isGreaterThanOrEqualTo(threads + 20);
    }

    @Test
    void aChildComesAndGoes() throws Exception {
        read(ALL);
        int child = start("sleep", "1000");
        read(ALL);
        assertThat(table.parent(row(child))).isEqualTo(self);
        assertThat(value(TaskColumn.VOLUNTARY_SWITCHES, child)).isNotNegative();
        children.getFirst().destroyForcibly();
        children.getFirst().waitFor();
        // The JVM waits for it on a thread of its own, before waitFor returns.
        read(ALL);
        assertThat(row(child)).isNegative();
        read(0);
        assertThat(row(child)).isNegative();
    }

    @Test
    void socketsAreToldApartByKind() throws Exception {
        long[] before = sockets();
        List<SocketChannel> connected = new ArrayList<>();
        ServerSocketChannel server = ServerSocketChannel.open();
        channels.add(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        for (int i = 0; i < 3; i++) {
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            channels.add(client);
            connected.add(client);
            server.accept().close(); // the client is in CLOSE_WAIT now
        }
        for (int i = 0; i < 5; i++) {
            channels.add(SocketChannel.open());
        }
        for (int i = 0; i < 4; i++) {
            channels.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        }
        for (int i = 0; i < 2; i++) {
            channels.add(DatagramChannel.open());
        }
        long[] after = sockets();
        assertThat(after[0] - before[0]).as("sockets").isEqualTo(15);
        assertThat(after[1] - before[1]).as("in no connection").isEqualTo(5);
        assertThat(after[2] - before[2]).as("CLOSE_WAIT").isEqualTo(3);
        assertThat(after[3] - before[3]).as("unix").isEqualTo(4);
        assertThat(connected).hasSize(3);
    }

    @Test
    void moreDescriptorsThanOneReadingLooksAtAreCountedByAndBy() throws Exception {
        long[] before = sockets();
        int more = SocketWalk.MAX_LINKS + 100;
        for (int i = 0; i < more; i++) {
            channels.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        }
        assertThat(readUntil(self, TaskColumn.FDS_READ | TaskColumn.SOCKETS_READ))
                .isGreaterThan(1);
        assertThat(value(TaskColumn.SOCKETS, self) - before[0]).isEqualTo(more);
        assertThat(value(TaskColumn.SOCKETS_UNIX, self) - before[3]).isEqualTo(more);
        assertThat(value(TaskColumn.SOCKETS_CLOSED, self)).isEqualTo(before[1]);
    }

    @Test
    void socketsOfAnotherNamespaceAreCountedAndNotJudged() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/ns_last_pid")), "needs root");
        Process child = new ProcessBuilder(
                        "unshare",
                        "-n",
                        "bash",
                        "-c",
                        "ip link set lo up; exec 7>/dev/udp/127.0.0.1/9; echo ready; read x")
                .redirectErrorStream(true)
                .start();
        children.add(child);
        String line = child.inputReader().readLine();
        assumeTrue("ready".equals(line), "needs unshare and bash with /dev/udp, and has: " + line);
        int pid = (int) child.pid();
        readUntil(pid, ALL);
        assertThat(value(TaskColumn.SOCKETS, pid)).isOne();
        assertThat(value(TaskColumn.SOCKETS_CLOSED, pid)).isEqualTo(TaskTable.UNKNOWN);
        assertThat(value(TaskColumn.SOCKETS_UNIX, pid)).isEqualTo(TaskTable.UNKNOWN);
    }

    @Test
    void aPidThatIsGivenOutAgainIsAnotherProcess() throws Exception {
        Path next = Path.of("/proc/sys/kernel/ns_last_pid");
        assumeTrue(Files.isWritable(next), "needs root");
        boolean reused = false;
        for (int i = 0; i < 50 && !reused; i++) {
            Process shell = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; wait").start();
            children.add(shell);
            int pid = Integer.parseInt(shell.inputReader().readLine());
            read(ALL);
            assertThat(value(TaskColumn.RSS_ANON, pid)).isNotEqualTo(TaskTable.UNKNOWN);
            long start = table.startTicks(row(pid));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            shell.waitFor();
            Thread.sleep(30); // more than a tick
            Process again = new ProcessBuilder(
                            "sh", "-c", "echo " + (pid - 1) + " > " + next + "; sleep 1000 & echo $!; wait")
                    .start();
            children.add(again);
            reused = Integer.parseInt(again.inputReader().readLine()) == pid;
            if (reused) {
                read(0);
                assertThat(table.startTicks(row(pid))).isGreaterThan(start);
                assertThat(value(TaskColumn.RSS_ANON, pid)).isEqualTo(TaskTable.UNKNOWN);
                assertThat(value(TaskColumn.FDS, pid)).isEqualTo(TaskTable.UNKNOWN);
            }
            ProcessHandle.of(again.pid())
                    .ifPresent(shellAgain -> shellAgain.children().forEach(ProcessHandle::destroyForcibly));
        }
        assumeTrue(reused, "other processes took the pid each time");
    }

    @Test
    void anOrdinaryUserGetsWhatIsOpenToAllAndUnknownForTheRest() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to become nobody");
        Process nobody = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        folder(ProcTasks.class) + ":" + folder(AsNobody.class),
                        AsNobody.class.getName())
                .redirectErrorStream(true)
                .start();
        children.add(nobody);
        List<String> lines = nobody.inputReader().lines().toList();
        assumeTrue(!lines.isEmpty() && !lines.getFirst().contains("Could not find"), "needs a folder open to all");
        assertThat(lines).as("%s", lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("own cpu=known anon=known io=known")
                .endsWith("sockets=known");
        assertThat(lines.getLast())
                .startsWith("first cpu=known anon=known io=unknown")
                .endsWith("sockets=unknown");
    }

    /** Sockets, in no connection, CLOSE_WAIT, unix. */
    private long[] sockets() {
        readUntil(self, ALL);
        return new long[] {
            value(TaskColumn.SOCKETS, self),
            value(TaskColumn.SOCKETS_CLOSED, self),
            value(TaskColumn.SOCKETS_CLOSE_WAIT, self),
            value(TaskColumn.SOCKETS_UNIX, self)
        };
    }

    /** @return how many readings it took until all that was wanted of the process was read in one of them or another */
    private int readUntil(int pid, int wanted) {
        int have = 0;
        int readings = 0;
        while ((have & wanted) != wanted) {
            assertThat(readings++).isLessThan(MANY_READINGS);
            read(wanted);
            have |= (int) value(TaskColumn.READ_NOW, pid);
        }
        return readings;
    }

    private void read(int wanted) {
        assertThat(tasks.read(table, wanted).asOptional().orElseThrow()).isEqualTo(table.rows());
    }

    private int start(String... command) throws IOException {
        Process child = new ProcessBuilder(command).start();
        children.add(child);
        return (int) child.pid();
    }

    private int row(int pid) {
        for (int row = 0; row < table.rows(); row++) {
            if (table.pid(row) == pid) {
                return row;
            }
        }
        return -1;
    }

    private long value(TaskColumn column, int pid) {
        return table.column(column)[row(pid)];
    }

    private static Path folder(Class<?> of) throws Exception {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
