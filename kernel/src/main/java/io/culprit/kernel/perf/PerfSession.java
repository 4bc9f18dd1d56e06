package io.culprit.kernel.perf;

import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events that are on, and their rings. They hang on descriptors: {@link #close} or the death of this process ends them.
 * Used by one thread.
 *
 * <p>An event that new threads inherit cannot be mapped for all CPUs at once (perf_mmap of kernel/events/core.c refuses it),
 * so there is one for each thread and CPU, and those of a CPU share a ring. Where that were too many descriptors, there is one
 * for each thread with a ring of its own, and new threads are found by {@link #follow} alone.
 */
public final class PerfSession implements AutoCloseable {
    /** Descriptors at most: each costs the kernel about 1.3 KiB, and opening takes some 10 µs. */
    private static final int MAX_EVENTS = 16_384;

    private record Limits(int events, long ringBytes, long allRingsBytes) {}

    private static final int[] EACH_ALONE = {PerfEvents.ANY_CPU};

    private final List<byte[]> attrs;
    private final int[] pids;
    private final int[] cpus;
    private final boolean inherited;
    private final Limits limits;
    private final List<List<Integer>> events = new ArrayList<>();
    private final Map<Integer, Integer> ownerOfCpu = new HashMap<>();
    private final List<PerfRing> rings = new ArrayList<>();
    private final byte[] chunk = PerfRing.chunk();
    private Set<Integer> followed = new HashSet<>();
    private int opened;
    private int leftOut;
    private long mapped;
    private int errno;
    private String refusal = "";

    private PerfSession(List<byte[]> attrs, int[] pids, int[] cpus, Limits limits) {
        this.attrs = attrs;
        this.pids = pids;
        this.cpus = cpus;
        this.inherited = !Arrays.equals(cpus, EACH_ALONE);
        this.limits = limits;
        attrs.forEach(a -> events.add(new ArrayList<>()));
    }

    /**
     * One event on each CPU, for all processes: needs CAP_PERFMON, or a perf_event_paranoid of 0.
     *
     * @param ringBytes of each CPU's ring
     */
    public static Read<PerfSession> ofHost(PerfAttr attr, long ringBytes) {
        int[] cpus = Cpus.online();
        PerfSession s = new PerfSession(
                List.of(attr.encode(false)),
                new int[0],
                cpus,
                new Limits(Math.min(MAX_EVENTS, Descriptors.free()), ringBytes, ringBytes * 2 * cpus.length));
        for (int cpu : cpus) {
            s.add(PerfEvents.ANY_PROCESS, cpu);
        }
        // Half a host would look like a whole one.
        return s.leftOut > 0 || s.opened == 0 ? s.giveUp() : Read.ok(s);
    }

    /**
     * The events on all threads of the processes, which the threads that these make inherit.
     *
     * @param attrs at most a few; those of a thread share a ring
     * @param ringBytes of one ring at most
     * @param allRingsBytes of all rings together
     */
    public static Read<PerfSession> ofProcesses(List<PerfAttr> attrs, int[] pids, long ringBytes, long allRingsBytes) {
        int threads = 0;
        for (int pid : pids) {
            threads += Processes.tids(pid).length;
        }
        int budget = Math.min(MAX_EVENTS, Descriptors.free());
        int[] online = Cpus.online();
        boolean perCpu = (long) threads * online.length * attrs.size() <= budget;
        int[] cpus = perCpu ? online : EACH_ALONE;
        long rings = perCpu ? online.length : Math.max(1, threads);
        PerfSession s = new PerfSession(
                attrs.stream().map(a -> a.encode(perCpu)).toList(),
                pids.clone(),
                cpus,
                new Limits(budget, Math.min(ringBytes, allRingsBytes / rings), 2 * allRingsBytes));
        s.addThreads();
        return s.opened == 0 ? s.giveUp() : Read.ok(s);
    }

    /**
     * Looks for threads that came since, and gives those that have no event one. Where threads inherit their events there is
     * nothing to do, and a second event would count twice: only a thread made while the events were being opened is missed.
     */
    public void follow() {
        if (!inherited) {
            addThreads();
        }
    }

    private void addThreads() {
        Set<Integer> seen = new HashSet<>();
        leftOut = 0;
        for (int pid : pids) {
            for (int tid : Processes.tids(pid)) {
                if (!followed.contains(tid)) {
                    int before = opened;
                    for (int cpu : cpus) {
                        add(tid, cpu);
                    }
                    if (opened == before) {
                        continue;
                    }
                }
                seen.add(tid);
            }
        }
        // Forgetting those that ended lets a thread with a reused number be followed.
        followed = seen;
    }

    /** Takes all samples out of all rings. @return bytes taken out */
    public long drain(SampleSink sink) {
        long bytes = 0;
        for (PerfRing ring : rings) {
            bytes += ring.drain(chunk, sink);
        }
        return bytes;
    }

    /** Nothing more is written; what is in the rings can still be drained. */
    public void stop() {
        events.forEach(list -> list.forEach(PerfEvents::disable));
    }

    /** Turns the events of the given attribute off, for the rest of the session. */
    public void stop(int attr) {
        events.get(attr).forEach(PerfEvents::disable);
    }

    /** Samples that found no room, as far as the kernel told: it tells with the next sample that finds some. */
    public long lost() {
        return rings.stream().mapToLong(PerfRing::lost).sum();
    }

    /** Threads, or threads on CPUs, that have no event for want of descriptors or memory. */
    public int leftOut() {
        return leftOut;
    }

    public long ringBytes() {
        return mapped;
    }

    public int openEvents() {
        return opened;
    }

    private void add(int tid, int cpu) {
        if (opened + attrs.size() > limits.events()) {
            leaveOut("open a perf event", Errno.EMFILE);
            return;
        }
        int[] fds = new int[attrs.size()];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = PerfEvents.open(attrs.get(i), tid, cpu);
            if (fds[i] < 0) {
                // A thread that ended and a CPU that went offline leave nothing to see.
                if (-fds[i] == Errno.ESRCH || -fds[i] == Errno.ENODEV) {
                    note("perf_event_open", -fds[i]);
                } else {
                    leaveOut("perf_event_open", -fds[i]);
                }
                discard(fds, i);
                return;
            }
        }
        if (!attach(fds, cpu)) {
            discard(fds, fds.length);
            return;
        }
        for (int i = 0; i < fds.length; i++) {
            events.get(i).add(fds[i]);
            PerfEvents.enable(fds[i]);
        }
        opened += fds.length;
    }

    /** Gives the events a ring: the CPU's, or a new one. */
    private boolean attach(int[] fds, int cpu) {
        Integer owner = cpu == PerfEvents.ANY_CPU ? null : ownerOfCpu.get(cpu);
        PerfRing fresh = null;
        if (owner == null) {
            if (mapped + limits.ringBytes() > limits.allRingsBytes()) {
                leaveOut("map the ring of a perf event", Errno.ENOMEM);
                return false;
            }
            switch (PerfRing.map(fds[0], limits.ringBytes())) {
                case Read.Ok<PerfRing>(PerfRing ring) -> fresh = ring;
                case Read.Refused<PerfRing> r -> {
                    leaveOut(r.what(), r.errno());
                    return false;
                }
            }
            owner = fds[0];
        }
        for (int fd : fds) {
            if (fd != owner && PerfEvents.redirect(fd, owner) instanceof Read.Refused<Integer> r) {
                leaveOut(r.what(), r.errno());
                if (fresh != null) {
                    fresh.unmap();
                }
                return false;
            }
        }
        if (fresh != null) {
            rings.add(fresh);
            mapped += fresh.bytes();
            ownerOfCpu.put(cpu, owner);
        }
        return true;
    }

    private void leaveOut(String what, int error) {
        leftOut++;
        note(what, error);
    }

    private void note(String what, int error) {
        refusal = what;
        errno = error;
    }

    private static void discard(int[] fds, int count) {
        for (int i = 0; i < count; i++) {
            Sys.close(fds[i]);
        }
    }

    private Read<PerfSession> giveUp() {
        close();
        return Read.refused(refusal.isEmpty() ? "perf_event_open" : refusal, errno == 0 ? Errno.ESRCH : errno);
    }

    /** Ends all events; what is still in the rings is gone. */
    @Override
    public void close() {
        rings.forEach(PerfRing::unmap);
        rings.clear();
        events.forEach(list -> list.forEach(Sys::close));
        events.forEach(List::clear);
        opened = 0;
    }
}
