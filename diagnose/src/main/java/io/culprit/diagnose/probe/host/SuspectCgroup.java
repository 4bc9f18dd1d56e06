package io.culprit.diagnose.probe.host;

import io.culprit.kernel.cgroup.Cgroup;
import io.culprit.kernel.cgroup.Cgroup.Cpu;
import io.culprit.kernel.cgroup.Cgroup.Memory;
import io.culprit.kernel.cgroup.Cgroup.Pids;
import io.culprit.kernel.cgroup.CgroupMounts;
import io.culprit.kernel.procfs.CgroupPaths;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import io.culprit.model.evidence.Suspect.CgroupMemory;
import io.culprit.model.evidence.Suspect.CgroupPids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The control groups that a suspect lives in, over the window. A limit binds all that is below it, so of the process's own
 * group and all above the one counts that binds: the group that throttles, and the limit with the least room left.
 */
public final class SuspectCgroup {
    private static final double MICROS = 1e6;

    private final int pid;
    private final String root;
    private Read<CgroupMounts> mounts = Read.malformed("read /proc/self/mountinfo", "not begun");
    private Read<CgroupPaths> paths = Read.malformed("read the cgroup of a process", "not begun");
    private Read<Map<Cgroup, Cpu>> cpuAtBegin = paths.map(p -> Map.of());
    private Read<Map<Cgroup, Memory>> memoryAtBegin = paths.map(p -> Map.of());

    public SuspectCgroup(int pid) {
        this(pid, "");
    }

    SuspectCgroup(int pid, String root) {
        this.pid = pid;
        this.root = root;
    }

    public void begin() {
        mounts = CgroupMounts.read(root);
        paths = mounts.flatMap(m -> m.pathsOf(pid));
        cpuAtBegin = readings("cpu", Cgroup::cpu);
        memoryAtBegin = readings("memory", Cgroup::memory);
    }

    public Answer<CgroupCpu> finishCpu() {
        return finish("cpu", Cgroup::cpu, cpuAtBegin, (before, now) -> {
            Cgroup binding = now.keySet().iterator().next();
            long most = -1;
            for (var group : now.entrySet()) {
                Cpu earlier = before.getOrDefault(group.getKey(), group.getValue());
                long throttled = group.getValue().quotaCpus().isPresent()
                        ? Math.max(0, group.getValue().throttled() - earlier.throttled())
                        : -1;
                if (throttled > most) {
                    most = throttled;
                    binding = group.getKey();
                }
            }
            Cpu last = now.getOrDefault(binding, new Cpu(OptionalDouble.empty(), 0, 0, 0));
            Cpu first = before.getOrDefault(binding, last);
            return new CgroupCpu(
                    binding.path(),
                    last.quotaCpus().isPresent()
                            ? Answer.known(last.quotaCpus().getAsDouble())
                            : Answer.unavailable("no quota"),
                    Math.max(0, last.periods() - first.periods()),
                    Math.max(0, last.throttled() - first.throttled()),
                    Math.max(0, last.throttledMicros() - first.throttledMicros()) / MICROS);
        });
    }

    public Answer<CgroupMemory> finishMemory() {
        return finish("memory", Cgroup::memory, memoryAtBegin, (before, now) -> {
            Cgroup binding = tightest(now, m -> room(m.limit(), m.usage()));
            Memory last = now.getOrDefault(binding, new Memory(0, OptionalLong.empty(), OptionalLong.empty(), 0));
            Memory first = before.getOrDefault(binding, last);
            long ever = last.oomKills().orElse(0);
            return new CgroupMemory(
                    binding.path(),
                    last.usage(),
                    limit(last.limit()),
                    Math.max(0, ever - first.oomKills().orElse(ever)),
                    ever,
                    last.maxHits());
        });
    }

    public Answer<CgroupPids> finishPids() {
        return finish("pids", Cgroup::pids, paths.map(p -> Map.<Cgroup, Pids>of()), (before, now) -> {
            Cgroup binding = tightest(now, p -> room(p.limit(), p.current()));
            Pids last = now.getOrDefault(binding, new Pids(0, OptionalLong.empty()));
            return new CgroupPids(binding.path(), last.current(), limit(last.limit()));
        });
    }

    private interface Judged<T, R> {
        R of(Map<Cgroup, T> before, Map<Cgroup, T> now);
    }

    private <T, R> Answer<R> finish(
            String controller, Function<Cgroup, Read<T>> reader, Read<Map<Cgroup, T>> atBegin, Judged<T, R> judged) {
        Optional<String> moved = moved(controller);
        if (moved.isPresent()) {
            return Answer.unavailable(moved.get());
        }
        return Kernel.answer(
                atBegin.flatMap(before -> readings(controller, reader).map(now -> judged.of(before, now))));
    }

    /** The groups of the process, its own first, that have the controller on; a process that has ended left them behind. */
    private <T> Read<Map<Cgroup, T>> readings(String controller, Function<Cgroup, Read<T>> reader) {
        return mounts.flatMap(m -> paths.flatMap(p -> m.groups(p, controller))).flatMap(groups -> {
            Map<Cgroup, T> all = new LinkedHashMap<>();
            Read<T> refused = Read.refused("read", Errno.ENOENT);
            for (Cgroup g : groups) {
                Read<T> read = reader.apply(g);
                read.asOptional().ifPresent(value -> all.put(g, value));
                if (read.errno() != Errno.ENOENT) {
                    refused = read;
                }
            }
            if (!all.isEmpty()) {
                return Read.ok(all);
            }
            return refused.errno() == Errno.ENOENT
                    ? Read.malformed(controller + " cgroup", none(groups))
                    : refused.map(x -> all);
        });
    }

    private static String none(List<Cgroup> groups) {
        Cgroup own = groups.getFirst();
        if (groups.size() > 1 && !Files.isDirectory(Path.of(own.directory()))) {
            return own.directory() + " is not there: removed, or hidden by another mount";
        }
        return groups.size() == 1
                ? "the process is in the root group, which has no limit"
                : "no limit: the controller is not on in " + own.path() + " nor above";
    }

    private Optional<String> moved(String controller) {
        return mounts.asOptional()
                .flatMap(m -> m.pathsOf(pid).asOptional())
                .flatMap(now -> paths.asOptional().flatMap(before -> {
                    String from = pathIn(before, controller);
                    String to = pathIn(now, controller);
                    return from.equals(to)
                            ? Optional.empty()
                            : Optional.of("the process moved from cgroup " + from + " to " + to
                                    + " within the window: measure again");
                }));
    }

    private static String pathIn(CgroupPaths paths, String controller) {
        return paths.byController()
                .getOrDefault(controller, paths.byController().getOrDefault("", "none"));
    }

    private static <T> Cgroup tightest(Map<Cgroup, T> groups, ToLongFunction<T> room) {
        Cgroup tightest = groups.keySet().iterator().next();
        long least = Long.MAX_VALUE;
        for (var g : groups.entrySet()) {
            long left = room.applyAsLong(g.getValue());
            if (left < least) {
                least = left;
                tightest = g.getKey();
            }
        }
        return tightest;
    }

    private static long room(OptionalLong limit, long used) {
        return limit.isPresent() ? limit.getAsLong() - used : Long.MAX_VALUE;
    }

    private static Answer<Long> limit(OptionalLong limit) {
        return limit.isPresent() ? Answer.known(limit.getAsLong()) : Answer.unavailable("no limit");
    }
}
