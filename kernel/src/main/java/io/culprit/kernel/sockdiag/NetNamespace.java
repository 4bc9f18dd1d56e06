package io.culprit.kernel.sockdiag;

import io.culprit.kernel.procfs.Links;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Network namespaces (network_namespaces(7)) by a process that lives in them. */
public final class NetNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    /** What is done in another namespace takes milliseconds; a kernel that holds it up must not hold us. */
    private static final long PATIENCE_MILLIS = 2000;

    private NetNamespace() {}

    /** The namespace's inode: equal for processes that share it. Needs the right to trace the process (ptrace(2)). */
    public static Read<Long> of(int pid) {
        return parse(Links.read("/proc/" + pid + "/ns/net"), pid);
    }

    public static Read<Long> own() {
        return parse(Links.read("/proc/self/ns/net"), 0);
    }

    /** The first process's; ours where that may not be looked at. */
    public static Read<Long> host() {
        Read<Long> first = of(1);
        return first instanceof Read.Ok<Long> ? first : own();
    }

    private static Read<Long> parse(Read<String> link, int pid) {
        return link.flatMap(target -> {
            try {
                int open = target.indexOf('[');
                return Read.ok(Long.parseLong(target.substring(open + 1, Math.max(open + 1, target.indexOf(']')))));
            } catch (NumberFormatException e) {
                return Read.malformed("read the network namespace of " + pid, "not in the form of namespaces(7)");
            }
        });
    }

    /**
     * Does something with the eyes of another process's namespace. A thread that has entered one is never used again: it is
     * made for this, and ends.
     */
    public static <T> Read<T> inside(int pid, Supplier<T> work) {
        AtomicReference<Read<T>> result =
                new AtomicReference<>(Read.malformed("read the network namespace of " + pid, "it took too long"));
        Thread thread = Thread.ofPlatform().daemon().name("netns-" + pid).start(() -> result.set(enter(pid, work)));
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result.get();
    }

    private static <T> Read<T> enter(int pid, Supplier<T> work) {
        String path = "/proc/" + pid + "/ns/net";
        int fd = Sys.open(path, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open " + path, -fd);
        }
        long entered = Sys.call(Arch.current().setns(), fd, CLONE_NEWNET, 0);
        Sys.close(fd);
        return entered < 0 ? Read.refused("enter " + path, (int) -entered) : Read.ok(work.get());
    }
}
