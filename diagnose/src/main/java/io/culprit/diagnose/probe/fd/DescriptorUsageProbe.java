package io.culprit.diagnose.probe.fd;

import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.fd.ProcessLimits;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.DescriptorUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Step 7, the part of each process: how many descriptors it has open, counted about once a second, against its limits. Kinds are
 * read for those alone that are reported. Used by one thread.
 */
public final class DescriptorUsageProbe implements WindowProbe<List<DescriptorUsage>> {
    /** Half full is near enough to be told. */
    private static final double NEAR_LIMIT = 0.5;
    /** Fewer are stdio and a log; reading the limits of thousands of such processes would cost 10 us each. */
    private static final int WORTH_LIMIT = 10;

    private static final int GREW = 5;
    private static final int BIGGEST = 5;
    /** The list is for judges, and beyond these nobody is worse than those before. */
    private static final int MAX_OTHERS = 50;

    private static final int MAX_SUSPECTS = 200;
    /** 2 to 5 us each; evenly spread over the table, they tell the kinds well enough. */
    private static final int MAX_KINDS = 4096;
    /** For all processes together. */
    private static final long KINDS_NANOS = 1_000_000_000L;
    /** Where counting takes a listing. */
    private static final int MAX_LISTED = 65_536;

    private final Names names;
    private final FdTables tables = new FdTables();
    private final Processes stats = new Processes();
    private final Map<Integer, Track> tracks = new HashMap<>();
    private final Set<Integer> suspects = new TreeSet<>();
    private Optional<Read.Refused<Long>> refused = Optional.empty();
    private int readings;

    /** The counts of one process. */
    private static final class Track {
        final long startTicks;
        final long first;
        long last;
        boolean steady = true;
        int reading;

        Track(long startTicks, long open) {
            this.startTicks = startTicks;
            this.first = open;
            this.last = open;
        }

        void again(long open, int reading) {
            steady &= open >= last;
            last = open;
            this.reading = reading;
        }

        long growth() {
            return last - first;
        }
    }

    private record Row(int pid, Track track, Read<ProcessLimits.Limit> limit) {
        double share() {
            return limit.asOptional()
                    .filter(l -> l.soft() > 0)
                    .map(l -> (double) track.last / l.soft())
                    .orElse(0.0);
        }
    }

    public DescriptorUsageProbe(Names names) {
        this.names = names;
    }

    /** These are reported whatever they hold; may be called at any time before {@link #finish}. */
    public void also(Collection<Integer> suspectPids) {
        suspects.addAll(suspectPids);
    }

    @Override
    public void begin() {
        read();
    }

    @Override
    public void tick() {
        read();
    }

    private void read() {
        readings++;
        for (int pid : Processes.pids()) {
            switch (tables.count(pid, MAX_LISTED)) {
                case Read.Ok<Long> open -> track(pid, open.value());
                case Read.Refused<Long> no -> refused = Optional.of(no);
            }
        }
    }

    private void track(int pid, long open) {
        Track known = tracks.get(pid);
        if (known != null) {
            known.again(open, readings);
        } else if (open > 0) {
            stats.stat(pid).asOptional().ifPresent(s -> {
                Track t = new Track(s.startTicks(), open);
                t.again(open, readings);
                tracks.put(pid, t);
            });
        }
    }

    @Override
    public Answer<List<DescriptorUsage>> finish() {
        try {
            read();
            if (tracks.isEmpty()) {
                return Answer.unavailable(
                        refused.map(Refusals::words).orElse("list /proc: no process with descriptors was seen"));
            }
            return Answer.known(report());
        } finally {
            tables.close();
            stats.close();
        }
    }

    private List<DescriptorUsage> report() {
        List<DescriptorUsage> usages = new ArrayList<>();
        long kindsEnd = System.nanoTime() + KINDS_NANOS;
        for (Row row : worthTelling()) {
            names.byPid(row.pid).ifPresent(n -> {
                boolean same = n.id().startTicks() == row.track.startTicks;
                usages.add(usage(n, row, same, kindsEnd));
            });
        }
        return usages;
    }

    /** Suspects first, then by nearness to the limit, growth and size. */
    private Collection<Row> worthTelling() {
        List<Row> rows = new ArrayList<>();
        tracks.forEach((pid, t) -> {
            boolean suspect = suspects.contains(pid);
            if (t.reading == readings && (suspect || t.last >= WORTH_LIMIT || t.growth() >= GREW)) {
                rows.add(new Row(pid, t, ProcessLimits.openFiles(pid)));
            }
        });
        Set<Row> worth = new LinkedHashSet<>();
        rows.stream()
                .filter(r -> suspects.contains(r.pid))
                .sorted(Comparator.comparingInt(Row::pid))
                .limit(MAX_SUSPECTS)
                .forEach(worth::add);
        int most = worth.size() + MAX_OTHERS;
        Comparator<Row> byPid = Comparator.comparingInt(Row::pid);
        Comparator<Row> byShare = Comparator.comparingDouble(Row::share);
        Comparator<Row> byGrowth = Comparator.comparingLong(r -> r.track.growth());
        Comparator<Row> bySize = Comparator.comparingLong(r -> r.track.last);
        rows.stream()
                .filter(r -> r.share() >= NEAR_LIMIT)
                .sorted(byShare.reversed().thenComparing(byPid))
                .limit(MAX_OTHERS / 2)
                .forEach(worth::add);
        rows.stream()
                .sorted(bySize.reversed().thenComparing(byPid))
                .limit(BIGGEST)
                .forEach(worth::add);
        rows.stream()
                .filter(r -> r.track.growth() >= GREW)
                .sorted(byGrowth.reversed().thenComparing(byPid))
                .takeWhile(r -> worth.size() < most)
                .forEach(worth::add);
        return worth;
    }

    /** @param same false when the pid belongs to another process than at the first count, whose growth is not known */
    private DescriptorUsage usage(Names.Named who, Row row, boolean same, long kindsEnd) {
        Track t = row.track;
        Answer<DescriptorKinds.Sample> kinds = System.nanoTime() - kindsEnd >= 0
                ? Answer.unavailable("list /proc/" + row.pid + "/fd: left out, those before it took the time there is")
                : Refusals.answer(DescriptorKinds.sample(tables, row.pid, t.last, MAX_KINDS));
        return new DescriptorUsage(
                who.id(),
                who.name(),
                who.program(),
                t.last,
                same ? t.growth() : 0,
                same && t.steady,
                Refusals.answer(row.limit.map(ProcessLimits.Limit::soft)),
                Refusals.answer(row.limit.map(ProcessLimits.Limit::hard)),
                kinds.map(DescriptorKinds.Sample::kinds),
                kinds.map(DescriptorKinds.Sample::sampled).orElse(false));
    }
}
