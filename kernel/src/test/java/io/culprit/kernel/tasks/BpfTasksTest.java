package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.culprit.kernel.bpf.LayoutFile;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the running kernel: what it says of processes whose behaviour is known, and of which /proc speaks as well. */
class BpfTasksTest {
    private static final int SOCKETS = TaskColumn.SOCKETS_READ;
    /** What a CPU may count for itself before it is added; before Linux 6.17 /proc leaves it out. */
    private static final long SLACK_BYTES = 4096L
            * Runtime.getRuntime().availableProcessors()
            * Math.max(32, 2 * Runtime.getRuntime().availableProcessors());

    private final TaskTable table = new TaskTable();
    private TaskSource source = NONE;

    private static final TaskSource NONE = new TaskSource() {
        @Override
        public Read<Integer> read(TaskTable table, int wanted) {
            return Read.ok(0);
        }

        @Override
        public String method() {
            return "none";
        }

        @Override
        public void close() {}
    };

    @BeforeEach
    void open() {
        Read<TaskSource> opened = BpfTasks.open();
        assumeTrue(opened instanceof Read.Ok<TaskSource>, () -> "BPF is refused here: " + opened.why());
        source = opened.asOptional().orElseThrow();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aLayoutThatWasKeptReadsTheSameAndAWrongOneIsLearnedAgain(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("kernel-layout");
        LayoutFile kept = new LayoutFile(List.of(file));
        BpfTasks.open(kept).asOptional().orElseThrow().close();
        kept.save();
        byte[] right = Files.readAllBytes(file);
        try (TaskSource again =
                BpfTasks.open(new LayoutFile(List.of(file))).asOptional().orElseThrow()) {
            assertThat(again.read(table, 0).asOptional().orElseThrow()).isPositive();
        }
        // All offsets are those of some other kernel; the checksum is right.
        byte[] wrong = right.clone();
        for (int i = right.length - 4 - 2 * 40; i < right.length - 4; i++) {
            wrong[i] = 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(wrong, 0, wrong.length - 4);
        ByteBuffer.wrap(wrong).putInt(wrong.length - 4, (int) checksum.getValue());
        Files.write(file, wrong);
        LayoutFile misled = new LayoutFile(List.of(file));
        BpfTasks.open(misled).asOptional().orElseThrow().close();
        misled.save();
        assertThat(Files.readAllBytes(file)).isEqualTo(right);
    }

    @Test
    void identifiesProcessesAsProcDoes() throws IOException {
        try (var child = new PythonChild("open('/proc/self/comm', 'w').write('a) b\\n\\x1b[1m')")) {
            PidStat stat = stat(child.pid());
            int row = read(child.pid(), 0);
            assertThat(table.startTicks(row)).isEqualTo(stat.startTicks());
            assertThat(table.parent(row)).isEqualTo(stat.parent()).isEqualTo((int)
                    ProcessHandle.current().pid());
            assertThat(table.name(row)).isEqualTo(stat.name()).isEqualTo("a) b\n\u001b[1m");
            assertThat(table.kernelThread(row)).isFalse();
            assertThat(row(2)).isNotNegative();
            assertThat(table.kernelThread(row(2))).isTrue();
            assertThat(value(row(2), TaskColumn.RSS_ANON)).isZero();
        }
    }

    @Test
    void everyProcessHasOneRow() {
        int rows = source.read(table, SOCKETS).asOptional().orElseThrow();
        assertThat(rows).isEqualTo(table.rows()).isPositive();
        for (int row = 0; row < rows; row++) {
            assertThat(row(table.pid(row))).isEqualTo(row);
        }
    }

    @Test
    void everyProcessThatProcShowsAllTheTimeIsThere() {
        Set<Integer> before = listed();
        source.read(table, SOCKETS);
        source.read(table, 0);
        before.retainAll(listed());
        assertThat(before).isNotEmpty().allMatch(pid -> row(pid) >= 0);
    }

    private static Set<Integer> listed() {
        return Stream.of(Objects.requireNonNull(new File("/proc").list()))
                .filter(name -> name.matches("\\d+"))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void tellsSevenSocketsApart() throws IOException {
        String script = """
                import os, socket, tempfile
                never = [socket.socket(), socket.socket(socket.AF_INET6)]
                listening = socket.create_server(('127.0.0.1', 0))
                client = socket.create_connection(listening.getsockname())
                left = listening.accept()[0]
                client.close()
                left.recv(1)
                udp = socket.socket(type=socket.SOCK_DGRAM)
                pair = socket.socketpair()
                named = socket.socket(socket.AF_UNIX)
                path = tempfile.mkdtemp() + '/s'
                named.bind(path)
                only_its_name = os.open(path, os.O_PATH)
                named.close()
                os.remove(path); os.rmdir(os.path.dirname(path))
                """;
        try (var child = new PythonChild(script)) {
            int row = read(child.pid(), SOCKETS);
            assertThat(value(row, TaskColumn.SOCKETS)).isEqualTo(7);
            assertThat(value(row, TaskColumn.SOCKETS_CLOSED)).isEqualTo(2);
            assertThat(value(row, TaskColumn.SOCKETS_CLOSE_WAIT)).isEqualTo(1);
            assertThat(value(row, TaskColumn.SOCKETS_UNIX)).isEqualTo(2);
            assertThat(value(row, TaskColumn.FDS)).isEqualTo(descriptors(child)).isGreaterThanOrEqualTo(11);
            assertThat(value(row, TaskColumn.READ_NOW)).isEqualTo(7);
        }
    }

    @Test
    void socketsAreThoseOfTheLastTimeUntilTheyAreReadAnew() throws IOException {
        try (var child = new PythonChild("import socket\nkept = [socket.socket() for i in range(5)]")) {
            int unread = read(child.pid(), 0);
            assertThat(value(unread, TaskColumn.SOCKETS)).isEqualTo(TaskTable.UNKNOWN);
            assertThat(value(unread, TaskColumn.READ_NOW) & SOCKETS).isZero();
            assertThat(value(read(child.pid(), SOCKETS), TaskColumn.SOCKETS)).isEqualTo(5);
            int again = read(child.pid(), 0);
            assertThat(value(again, TaskColumn.SOCKETS)).isEqualTo(5);
            assertThat(value(again, TaskColumn.SOCKETS_CLOSED)).isEqualTo(5);
            assertThat(value(again, TaskColumn.READ_NOW)).isEqualTo(TaskColumn.DETAILS_READ | TaskColumn.FDS_READ);
        }
    }

    @Test
    void threadsAreCountedAndAddedUp() throws IOException {
        String script = """
                import threading, time
                stop = threading.Event()
                for i in range(99): threading.Thread(target=stop.wait, daemon=True).start()
                time.sleep(0.2)
                """;
        try (var child = new PythonChild(script)) {
            int row = read(child.pid(), 0);
            assertThat(value(row, TaskColumn.THREADS)).isEqualTo(100);
            long switches = 0;
            for (File task : files(new File("/proc/" + child.pid() + "/task"))) {
                ToLongFunction<String> status =
                        PythonChild.numbersOf(task.toPath().resolve("status"));
                switches += status.applyAsLong("voluntary_ctxt_switches");
            }
            assertThat(value(row, TaskColumn.VOLUNTARY_SWITCHES)).isBetween(100L, switches);
            assertThat(value(row, TaskColumn.MINOR_FAULTS))
                    .isEqualTo(stat(child.pid()).minorFaults());
        }
    }

    @Test
    void countsTheTimeOfThreadsThatEnded() throws IOException {
        String script = """
                import threading, time
                def burn():
                    end = time.process_time() + 1
                    while time.process_time() < end: pass
                thread = threading.Thread(target=burn)
                thread.start(); thread.join()
                time.sleep(0.1)
                """;
        try (var child = new PythonChild(script)) {
            int row = read(child.pid(), 0);
            long micros = value(row, TaskColumn.CPU_USER) + value(row, TaskColumn.CPU_SYSTEM);
            long tick = 1_000_000 / AuxVector.self().ticksPerSecond();
            assertThat(micros).isGreaterThan(1_000_000);
            // Each of the two is rounded down to a tick there.
            assertThat(micros / tick - stat(child.pid()).ticks()).isBetween(0L, 2L);
            for (int i = 0; i < 20; i++) {
                int later = read(child.pid(), 0);
                assertThat(value(later, TaskColumn.CPU_USER) + value(later, TaskColumn.CPU_SYSTEM))
                        .isGreaterThanOrEqualTo(micros);
            }
        }
    }

    @Test
    void neitherPartOfTheTimeOfABusyProcessEverFalls() {
        long user = 0;
        long system = 0;
        int self = (int) ProcessHandle.current().pid();
        for (int i = 0; i < 300; i++) {
            int row = read(self, 0);
            assertThat(value(row, TaskColumn.CPU_USER)).isGreaterThanOrEqualTo(user);
            assertThat(value(row, TaskColumn.CPU_SYSTEM)).isGreaterThanOrEqualTo(system);
            user = value(row, TaskColumn.CPU_USER);
            system = value(row, TaskColumn.CPU_SYSTEM);
        }
        assertThat(user + system).isPositive();
    }

    @Test
    void memoryIsWhatStatusSays() throws IOException {
        String script = """
                import mmap
                private = bytearray(100 << 20)
                for i in range(0, len(private), 4096): private[i] = 1
                shared = mmap.mmap(-1, 30 << 20)
                for i in range(0, len(shared), 4096): shared[i] = 1
                """;
        try (var child = new PythonChild(script)) {
            ToLongFunction<String> status = child.numbers("status");
            int row = read(child.pid(), 0);
            assertThat(value(row, TaskColumn.RSS_ANON)).isGreaterThanOrEqualTo(100L << 20);
            assertThat(value(row, TaskColumn.RSS_SHMEM)).isBetween(30L << 20, (30L << 20) + SLACK_BYTES);
            assertNear(row, TaskColumn.RSS_ANON, status.applyAsLong("RssAnon"));
            assertNear(row, TaskColumn.RSS_FILE, status.applyAsLong("RssFile"));
            assertNear(row, TaskColumn.RSS_SHMEM, status.applyAsLong("RssShmem"));
            assertNear(row, TaskColumn.SWAP, status.applyAsLong("VmSwap"));
            assertThat(value(row, TaskColumn.VM_DATA)).isEqualTo(1024 * status.applyAsLong("VmData"));
        }
    }

    @Test
    void smallGrowthIsSeenWholeWhicheverCpuItHappensOn() throws IOException {
        String script = """
                import mmap, os
                shared = mmap.mmap(-1, 1 << 20)
                cpus = sorted(os.sched_getaffinity(0))
                for i in range(40):
                    os.sched_setaffinity(0, {cpus[i % len(cpus)]})
                    shared[4096 * i] = 1
                """;
        try (var child = new PythonChild(script)) {
            assertThat(value(read(child.pid(), 0), TaskColumn.RSS_SHMEM)).isEqualTo(40 * 4096);
        }
    }

    @Test
    void bytesFromAndToDiskAreThoseOfIo() throws IOException {
        String script = """
                import os, tempfile
                def write():
                    with tempfile.TemporaryFile() as f: f.write(os.urandom(5 << 20)); f.flush(); os.fsync(f.fileno())
                import threading
                thread = threading.Thread(target=write)
                thread.start(); thread.join()
                """;
        try (var child = new PythonChild(script)) {
            ToLongFunction<String> io = child.numbers("io");
            int row = read(child.pid(), 0);
            assertThat(value(row, TaskColumn.READ_BYTES)).isEqualTo(io.applyAsLong("read_bytes"));
            assertThat(value(row, TaskColumn.WRITE_BYTES)).isEqualTo(io.applyAsLong("write_bytes"));
        }
    }

    @Test
    void descriptorsAreCountedInTablesOfEverySize() throws IOException {
        String script = """
                import os, resource, sys
                most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
                for fd in sys.argv[1:]: os.dup2(0, min(int(fd), most - 1))
                """;
        for (String highest : new String[] {"60", "64", "255", "256", "1023", "5000", "16000", "18000"}) {
            try (var child = new PythonChild(script, "40", highest)) {
                int row = read(child.pid(), TaskColumn.FDS_READ);
                assertThat(value(row, TaskColumn.FDS)).as(highest).isEqualTo(descriptors(child));
                int counted = read(child.pid(), SOCKETS);
                assertThat(value(counted, TaskColumn.FDS)).as(highest).isEqualTo(descriptors(child));
                assertThat(value(counted, TaskColumn.READ_NOW)).isEqualTo(7);
            }
        }
    }

    @Test
    void aProcessWhoseFirstThreadEndedStillHasMemoryAndDescriptors() throws IOException {
        String script = """
                import ctypes, os, platform, socket, threading, time
                kept = [socket.socket() for i in range(3)]
                number = {'x86_64': 60, 'aarch64': 93}[platform.machine()]
                def later():
                    time.sleep(0.3); print('ended', flush=True); time.sleep(600)
                threading.Thread(target=later).start()
                threading.Thread(target=time.sleep, args=(600,)).start()
                print('ready', flush=True)
                ctypes.CDLL(None).syscall(number, 0)
                """;
        try (var child = new PythonChild(script)) {
            assertThat(child.line()).isEqualTo("ended");
            int row = read(child.pid(), SOCKETS);
            assertThat(value(row, TaskColumn.THREADS)).isEqualTo(3);
            assertThat(value(row, TaskColumn.RSS_ANON)).isGreaterThan(1 << 20);
            assertThat(value(row, TaskColumn.FDS)).isGreaterThanOrEqualTo(6);
            assertThat(value(row, TaskColumn.SOCKETS)).isEqualTo(3);
            assertThat(value(row, TaskColumn.SOCKETS_CLOSED)).isEqualTo(3);
        }
    }

    @Test
    void aZombieHasNothingAndAProcessThatEndedIsGone() throws IOException {
        String script = """
                import os, time
                zombie = os.fork()
                if zombie == 0: os._exit(0)
                time.sleep(0.2)
                print('ready', flush=True)
                print(zombie, flush=True)
                """;
        int ended;
        try (var child = new PythonChild(script)) {
            int zombie = Integer.parseInt(child.line());
            int row = read(zombie, SOCKETS);
            assertThat(value(row, TaskColumn.RSS_ANON)).isZero();
            assertThat(value(row, TaskColumn.FDS)).isZero();
            assertThat(value(row, TaskColumn.SOCKETS)).isZero();
            assertThat(table.parent(row)).isEqualTo(child.pid());
            ended = child.pid();
        }
        source.read(table, SOCKETS);
        assertThat(row(ended)).isNegative();
    }

    @Test
    void readingAllocatesNothingOnceItHasRunForAWhile() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 50; i++) {
            source.read(table, SOCKETS);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            source.read(table, SOCKETS);
        }
        // A system call itself takes 40 bytes, and a reading makes a dozen: nothing for any process.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThan(1024 + table.rows());
    }

    private void assertNear(int row, TaskColumn column, long kibibytes) {
        assertThat(value(row, column))
                .as("%s", column)
                .isBetween(1024 * kibibytes - SLACK_BYTES, 1024 * kibibytes + SLACK_BYTES);
    }

    private int read(int pid, int wanted) {
        assertThat(source.read(table, wanted).why()).isEmpty();
        int row = row(pid);
        assertThat(row).as("row of %d", pid).isNotNegative();
        return row;
    }

    private int row(int pid) {
        for (int row = 0; row < table.rows(); row++) {
            if (table.pid(row) == pid) {
                return row;
            }
        }
        return -1;
    }

    private long value(int row, TaskColumn column) {
        return table.column(column)[row];
    }

    private static PidStat stat(int pid) {
        return KernelFile.bytes("/proc/" + pid + "/stat")
                .flatMap(b -> PidStat.parse(b, b.length))
                .asOptional()
                .orElseThrow();
    }

    private static long descriptors(PythonChild child) {
        return files(Path.of("/proc/" + child.pid() + "/fd").toFile()).length;
    }

    private static File[] files(File directory) {
        File[] files = directory.listFiles();
        return files == null ? new File[0] : files;
    }
}
