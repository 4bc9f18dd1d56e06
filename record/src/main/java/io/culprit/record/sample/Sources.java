package io.culprit.record.sample;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.record.store.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where samples come from: the best way to read all processes that this kernel grants, and the next one when it stops to.
 */
public final class Sources implements AutoCloseable {

    /** What of the host is read with each sample. */
    @FunctionalInterface
    public interface HostReader extends AutoCloseable {
        void sample(Frame frame);

        /** What the last sample lacks and why, a line for a person each. */
        default List<String> refused() {
            return List.of();
        }

        @Override
        default void close() {}
    }

    private final Deque<TaskSource> tasks;
    private final HostReader host;
    private final List<String> changes = new ArrayList<>();
    private List<String> refused = List.of();

    /** @param tasks best first, at least one; they and the host's reader are closed with this */
    public Sources(List<TaskSource> tasks, HostReader host) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("no way to read processes");
        }
        this.tasks = new ArrayDeque<>(tasks);
        this.host = host;
    }

    public String method() {
        return tasks.getFirst().method();
    }

    /** What changed since this was asked last, for a person. */
    List<String> changes() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<String> told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    Read<Integer> tasks(Sampler sampler, int wanted, Frame frame) {
        Read<Integer> read = sampler.sample(tasks.getFirst(), wanted, frame);
        while (read instanceof Read.Refused<Integer> && tasks.size() > 1) {
            TaskSource failed = tasks.removeFirst();
            changes.add(failed.method() + " failed (" + read.why() + "); reading from "
                    + tasks.getFirst().method());
            failed.close();
            read = sampler.sample(tasks.getFirst(), wanted, frame);
        }
        changes.addAll(tasks.getFirst().changes());
        return read;
    }

    void host(Frame frame) {
        host.sample(frame);
    }

    /** Looks whether the host tells less, or again more, than it did at the last look. */
    void lookAtHost() {
        List<String> now = host.refused();
        if (!now.equals(refused)) {
            changes.addAll(now.isEmpty() ? List.of("everything of the host can be read again") : now);
            refused = List.copyOf(now);
        }
    }

    @Override
    public void close() {
        tasks.forEach(TaskSource::close);
        host.close();
    }
}
