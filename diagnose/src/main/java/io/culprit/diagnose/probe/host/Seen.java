package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.PidStat;
import io.culprit.model.evidence.Usage.ThreadUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process as the readings of the window saw it. */
final class Seen {
    final PidStat first;
    /** False when it started after the first reading: then all its CPU belongs to the window. */
    final boolean fromBegin;

    PidStat last;
    boolean gone;
    final List<Long> rssPages = new ArrayList<>();
    /** Ticks by thread at the first reading; only for processes with more than one thread. */
    private final Map<Integer, PidStat> firstThreads = new HashMap<>();

    private List<PidStat> lastThreads = List.of();
    private @Nullable Identity identity;

    Seen(PidStat first, boolean fromBegin) {
        this.first = first;
        this.last = first;
        this.fromBegin = fromBegin;
        rssPages.add(first.rssPages());
    }

    void again(PidStat stat) {
        last = stat;
        rssPages.add(stat.rssPages());
    }

    void threadsAtFirst(List<PidStat> threads) {
        threads.forEach(t -> firstThreads.put(t.pid(), t));
    }

    void threadsAtLast(List<PidStat> threads) {
        lastThreads = threads;
    }

    Identity identity() {
        Identity known = identity;
        if (known == null) {
            known = Identity.of(last.pid(), last.name(), last.kernelThread());
            identity = known;
        }
        return known;
    }

    long userTicks() {
        return grown(last.user(), fromBegin ? first.user() : 0);
    }

    long systemTicks() {
        return grown(last.system(), fromBegin ? first.system() : 0);
    }

    long ticks() {
        return userTicks() + systemTicks();
    }

    long childTicks() {
        return grown(last.children(), fromBegin ? first.children() : 0);
    }

    /** All that its parent's {@code cutime} receives at its end, as far as it was used before the window. */
    long ticksBeforeWindow() {
        return fromBegin ? first.ticks() + first.children() : 0;
    }

    List<ThreadUsage> hottestThreads(double secondsTimesTicks, int max) {
        List<ThreadUsage> hot = new ArrayList<>();
        if (lastThreads.isEmpty() && last.threads() == 1) {
            // Its only thread is the process: no file need be read for it.
            hot.add(new ThreadUsage(
                    last.pid(),
                    last.name(),
                    last.state(),
                    userTicks() / secondsTimesTicks,
                    systemTicks() / secondsTimesTicks));
        }
        for (PidStat t : lastThreads) {
            PidStat before = firstThreads.get(t.pid());
            // A thread id may be reused within the window: then all of the new one's CPU belongs to it.
            if (before != null && before.startTicks() != t.startTicks()) {
                before = null;
            }
            long user = grown(t.user(), before == null ? 0 : before.user());
            long system = grown(t.system(), before == null ? 0 : before.system());
            hot.add(new ThreadUsage(
                    t.pid(), t.name(), t.state(), user / secondsTimesTicks, system / secondsTimesTicks));
        }
        hot.sort((a, b) -> Double.compare(b.user() + b.system(), a.user() + a.system()));
        return hot.size() > max ? hot.subList(0, max) : hot;
    }

    /** Counters of a living process do not fall, but cputime_adjust() of the kernel lets user and system trade a tick. */
    private static long grown(long now, long before) {
        return Math.max(0, now - before);
    }
}
