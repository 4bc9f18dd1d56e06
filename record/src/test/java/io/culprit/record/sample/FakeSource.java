package io.culprit.record.sample;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.kernel.tasks.TaskTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Processes that a test makes up. */
final class FakeSource implements TaskSource {
    record Task(int pid, long start, String name, boolean kernelThread, long anonBytes, long cpuMicros) {}

    final List<Task> tasks = new ArrayList<>();
    final List<Integer> wanted = new ArrayList<>();
    final List<String> news = new ArrayList<>();
    boolean broken;
    boolean closed;

    @Override
    public Read<Integer> read(TaskTable table, int due) {
        wanted.add(due);
        table.clear();
        if (broken) {
            return Read.malformed("read tasks", "the test broke it");
        }
        for (Task t : tasks) {
            byte[] name = t.name().getBytes(StandardCharsets.UTF_8);
            int row = table.add(t.pid(), 1, t.start(), t.kernelThread(), word(name, 0), word(name, 8));
            table.set(row, TaskColumn.RSS_ANON, t.anonBytes());
            table.set(row, TaskColumn.CPU_USER, t.cpuMicros());
            table.set(row, TaskColumn.CPU_SYSTEM, 0);
        }
        return Read.ok(table.rows());
    }

    @Override
    public List<String> changes() {
        List<String> now = List.copyOf(news);
        news.clear();
        return now;
    }

    private static long word(byte[] name, int from) {
        long word = 0;
        for (int i = from; i < Math.min(name.length, from + 8); i++) {
            word |= (name[i] & 0xffL) << ((i - from) * 8);
        }
        return word;
    }

    @Override
    public String method() {
        return broken ? "a broken source" : "a fake source";
    }

    @Override
    public void close() {
        closed = true;
    }
}
