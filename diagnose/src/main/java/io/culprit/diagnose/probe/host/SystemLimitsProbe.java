package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.InotifyUse;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.SystemLimits;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Step 7, the host: files, threads, pids, inotify and epoll against their limits (proc_sys_fs(5), proc_sys_kernel(5)). */
public final class SystemLimitsProbe {
    /** Reads 100 000 descriptors; the answer as a whole must be there in seconds, and no judge waits for this. */
    private static final Duration INOTIFY_BOUND = Duration.ofMillis(300);
    /** systemd sets file-max to this, the largest number, so that the limit never stops anybody. */
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final String root;

    public SystemLimitsProbe() {
        this("");
    }

    SystemLimitsProbe(String root) {
        this.root = root;
    }

    public Answer<SystemLimits> read() {
        Answer<Long> tasks = tasks();
        Answer<Long> maxInstances = number("/proc/sys/fs/inotify/max_user_instances", 0);
        Answer<Long> maxWatches = number("/proc/sys/fs/inotify/max_user_watches", 0);
        Answer<InotifyUse> inotify = Kernel.answer(InotifyUse.count(INOTIFY_BOUND.toNanos()));
        Answer<Fill> files = fill(number("/proc/sys/fs/file-nr", 0), number("/proc/sys/fs/file-max", 0));
        return Answer.known(new SystemLimits(
                files,
                number("/proc/sys/fs/nr_open", 0),
                fill(tasks, number("/proc/sys/kernel/threads-max", 0)),
                fill(tasks, number("/proc/sys/kernel/pid_max", 0)),
                fill(inotify.map(i -> InotifyUse.largest(i.instances())), maxInstances),
                fill(inotify.map(i -> InotifyUse.largest(i.watches())), maxWatches),
                number("/proc/sys/fs/epoll/max_user_watches", 0),
                notes(files)));
    }

    private List<String> notes(Answer<Fill> files) {
        List<String> notes = new ArrayList<>();
        if (files.map(f -> f.limit() == NO_LIMIT).orElse(false)) {
            notes.add("file-max is the largest number there is: no limit in effect");
        }
        if (Namespaces.PID.outside(root)) {
            notes.add(
                    "read in a PID namespace of a container: tasks are the whole host's, pid_max may be the container's, and"
                            + " inotify is counted for the container's processes alone");
        }
        if (Namespaces.USER.outside(root)) {
            notes.add("read in a user namespace: its own limits of inotify in /proc/sys/user may be tighter");
        }
        return notes;
    }

    /** {@code 0.00 0.00 0.00 1/160 4711}: all tasks behind the slash, of all PID namespaces. */
    private Answer<Long> tasks() {
        return Kernel.answer(KernelFile.text(root + "/proc/loadavg")).flatMap(line -> {
            String[] f = line.split("[ /]", -1);
            return f.length < 5 ? unlike("/proc/loadavg", line) : parse("/proc/loadavg", f[4]);
        });
    }

    private Answer<Long> number(String path, int field) {
        Read<String> text = KernelFile.text(root + path);
        return Kernel.answer(text).flatMap(t -> parse(path, t.strip().split("\\s+", -1)[field]));
    }

    private static Answer<Long> parse(String path, String number) {
        try {
            return Answer.known(Long.parseLong(number));
        } catch (NumberFormatException e) {
            return unlike(path, number);
        }
    }

    private static <T> Answer<T> unlike(String path, String text) {
        return Answer.unavailable("read " + path + ": not in the form of proc(5): " + text);
    }

    private static Answer<Fill> fill(Answer<Long> used, Answer<Long> limit) {
        return used.flatMap(u -> limit.map(l -> new Fill(u, l)));
    }
}
