package io.culprit.model.evidence;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * Step 2: who used the CPU over the window, from two readings and never from lifetime averages.
 *
 * @param processes those worth listing: all that used CPU, grew, or are otherwise named by evidence; hottest first
 * @param processCount all processes at the last reading
 * @param threadCount all threads at the last reading
 */
public record Usage(List<ProcessUsage> processes, int processCount, int threadCount, CpuAccount account) {

    public Usage {
        processes = List.copyOf(processes);
    }

    /**
     * One process over the window.
     *
     * @param name comm as the kernel gives it, undecoded bytes replaced; not yet safe for a terminal
     * @param program what groups it with others of its kind: executable and name, unit or container
     * @param command command line, secrets masked; the name in brackets for a kernel thread
     * @param user CPUs in user mode over the window; likewise {@code system}
     * @param undivided CPUs over the window of which only the sum of the two is known, as in logs of others; 0 where they are known
     * @param reapedChildren CPUs of children that were waited for within the window; what they had used before it is in it too
     * @param threads hottest first, at most a bounded number; {@code threadCount} has all
     * @param rssBytes at the last reading; {@code rssReadings} has all of them, evenly spread over the window
     */
    public record ProcessUsage(
            ProcessId id,
            int parent,
            int uid,
            String name,
            String program,
            Answer<String> executable,
            String command,
            Optional<String> unit,
            Optional<String> container,
            boolean kernelThread,
            char state,
            double user,
            double system,
            double undivided,
            double reapedChildren,
            int threadCount,
            int threadGrowth,
            List<ThreadUsage> threads,
            long rssBytes,
            List<Long> rssReadings,
            double minorFaultsPerSecond,
            double majorFaultsPerSecond,
            boolean startedInWindow,
            boolean endedInWindow) {

        public ProcessUsage {
            threads = List.copyOf(threads);
            rssReadings = List.copyOf(rssReadings);
        }

        public double cpus() {
            return user + system + undivided;
        }
    }

    /** One thread over the window, in CPUs. */
    public record ThreadUsage(int tid, String name, char state, double user, double system) {}

    /**
     * Where all CPU time of the window went, in CPUs. {@code busy} is what {@code /proc/stat} counts as not idle.
     *
     * @param living used by processes that lived through the window, kernel threads excluded
     * @param shortLived used by processes that ended in the window, as their parents' {@code cutime} and {@code cstime} tell,
     *     and those seen at one reading only
     * @param unexplained busy minus all others; tick accounting makes it wander around 0
     */
    public record CpuAccount(
            double busy,
            double living,
            double kernelThreads,
            double shortLived,
            double softirq,
            double irq,
            double steal,
            double unexplained,
            List<ChildMaker> childMakers) {

        public CpuAccount {
            childMakers = List.copyOf(childMakers);
        }
    }

    /**
     * A parent of short-lived children.
     *
     * @param cpus used by its children that ended in the window
     * @param seenChildren children seen alive at any reading that were gone at the next
     * @param childNames names of those seen, most frequent first
     */
    public record ChildMaker(ProcessId parent, String name, double cpus, int seenChildren, List<String> childNames) {
        public ChildMaker {
            childNames = List.copyOf(childNames);
        }
    }
}
