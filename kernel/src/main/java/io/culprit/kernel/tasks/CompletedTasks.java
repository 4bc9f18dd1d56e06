package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a source shows, and what /proc shows beside it, since a kernel may keep processes from its iterators that it lists in
 * /proc: the one that guards a sandbox is an example.
 *
 * <p>Both are compared where sockets are read, once a minute or so. What is missing at two readings in a row, and was in /proc
 * before and after, did not begin or end in between. From then on it is read from /proc at every reading.
 */
final class CompletedTasks implements TaskSource {
    private static final byte[] STAT = ProcDirectory.name("stat");

    /** A line of a log; how many they are tells enough of the others. */
    private static final int MOST_NAMED = 5;

    /** Being told of each that comes would fill the recording where they come and go. */
    private static final int TOLD_AGAIN_GROWTH = 2;

    private final TaskSource source;
    private final ProcDirectory directory;
    private final Supplier<ProcTasks> reader;
    private final StatLine line = new StatLine();
    private final List<String> changes = new ArrayList<>();
    private Optional<ProcTasks> proc = Optional.empty();
    /** What the source showed, in ascending order. */
    private int[] shown = new int[64];

    private int shownCount;
    /** Missing at the last comparison; looked at once more at the next reading. */
    private int[] suspects = new int[8];

    private long[] suspectStarts = new long[8];
    private int suspectCount;
    /** In ascending order. */
    private int[] missing = new int[8];

    private int missingCount;
    private int told;
    private boolean compared;

    CompletedTasks(TaskSource source) {
        this(source, "/proc", StatFiles.affordable());
    }

    CompletedTasks(TaskSource source, String root, int maxHeld) {
        this.source = source;
        directory = new ProcDirectory(root);
        reader = () -> new ProcTasks(root, maxHeld);
    }

    @Override
    public Read<Integer> read(TaskTable table, int wanted) {
        Read<Integer> read = source.read(table, wanted);
        if (read instanceof Read.Refused<Integer>) {
            return read;
        }
        boolean compare = !compared || (wanted & TaskColumn.SOCKETS_READ) != 0;
        if (!compare && suspectCount + missingCount == 0) {
            return read;
        }
        sortShown(table);
        confirm();
        if (compare) {
            compare();
        }
        int rows = table.rows();
        readMissing(table, wanted);
        return table.rows() == rows ? read : Read.ok(table.rows());
    }

    @Override
    public List<String> changes() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<String> now = List.copyOf(changes);
        changes.clear();
        return now;
    }

    @Override
    public String method() {
        return source.method();
    }

    @Override
    public void close() {
        source.close();
        directory.close();
        proc.ifPresent(ProcTasks::close);
    }

    private void sortShown(TaskTable table) {
        shownCount = table.rows();
        if (shown.length < shownCount) {
            shown = new int[2 * shownCount];
        }
        for (int row = 0; row < shownCount; row++) {
            shown[row] = table.pid(row);
        }
        Arrays.sort(shown, 0, shownCount);
    }

    private boolean shows(int pid) {
        return Arrays.binarySearch(shown, 0, shownCount, pid) >= 0;
    }

    private boolean knownMissing(int pid) {
        return Arrays.binarySearch(missing, 0, missingCount, pid) >= 0;
    }

    /** Takes the suspects for missing that are missing again and still are the same processes. */
    private void confirm() {
        int before = missingCount;
        for (int i = 0; i < suspectCount; i++) {
            int pid = suspects[i];
            if (!shows(pid) && !knownMissing(pid) && start(pid) == suspectStarts[i]) {
                if (missingCount == missing.length) {
                    missing = Arrays.copyOf(missing, 2 * missingCount);
                }
                missing[missingCount++] = pid;
                Arrays.sort(missing, 0, missingCount);
            }
        }
        suspectCount = 0;
        if (missingCount > before && missingCount >= TOLD_AGAIN_GROWTH * told) {
            told = missingCount;
            changes.add("the " + source.method() + " does not show " + inWords() + "; read from /proc");
        }
    }

    private String inWords() {
        String pids = IntStream.of(missing)
                .limit(Math.min(missingCount, MOST_NAMED))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        int more = missingCount - MOST_NAMED;
        return (missingCount == 1 ? "process " : missingCount + " processes, ")
                + pids
                + (more > 0 ? " and " + more + " more" : "");
    }

    private void compare() {
        compared = true;
        int count = directory.list();
        int at = 0;
        for (int i = 0; i < count; i++) {
            int pid = directory.pids[i];
            while (at < shownCount && shown[at] < pid) {
                at++;
            }
            if ((at == shownCount || shown[at] != pid) && !knownMissing(pid)) {
                suspect(pid, start(pid));
            }
        }
    }

    private void suspect(int pid, long start) {
        if (start == TaskTable.UNKNOWN) {
            return;
        }
        if (suspectCount == suspects.length) {
            suspects = Arrays.copyOf(suspects, 2 * suspectCount);
            suspectStarts = Arrays.copyOf(suspectStarts, 2 * suspectCount);
        }
        suspects[suspectCount] = pid;
        suspectStarts[suspectCount++] = start;
    }

    private long start(int pid) {
        int n = directory.read(pid, STAT);
        return n > 0 && line.parse(directory.bytes, n) ? line.startTicks : TaskTable.UNKNOWN;
    }

    private void readMissing(TaskTable table, int wanted) {
        int left = 0;
        for (int i = 0; i < missingCount; i++) {
            if (!shows(missing[i])) {
                missing[left++] = missing[i];
            }
        }
        missingCount = left;
        if (missingCount == 0) {
            return;
        }
        if (proc.isEmpty()) {
            proc = Optional.of(reader.get());
        }
        int first = table.rows();
        proc.orElseThrow().add(missing, missingCount, table, wanted);
        // Those without a row have ended.
        missingCount = table.rows() - first;
        for (int i = 0; i < missingCount; i++) {
            missing[i] = table.pid(first + i);
        }
    }
}
