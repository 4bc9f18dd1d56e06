package io.culprit.diagnose.judge;

import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;

/** All judges there are, in the order of the catalogue. */
public final class Judges {
    private static final List<Judge> ALL = List.of(
            new SyscallErrorLoop(),
            new UserSpaceSpin(),
            new LockContention(),
            new ShortLivedProcessStorm(),
            new SoftirqStorm(),
            new CgroupThrottling(),
            new CpuSteal(),
            new OomKill(),
            new DescriptorExhaustion(),
            new SystemDescriptorExhaustion(),
            new SocketLeak(),
            new SocketBufferStarvation(),
            new SynBacklogOverflow(),
            new TcpMemoryPressure(),
            new OrphanPressure(),
            new ThreadExplosion(),
            new MemoryPressure(),
            new DescriptorGrowth(),
            new MemoryGrowth(),
            new DominantPeer(),
            new CpuConsumer());

    private Judges() {}

    public static List<Judge> all() {
        return ALL;
    }

    /** What all of them find, the culprit first. */
    public static List<Finding> findings(Evidence evidence) {
        List<Finding> found = new ArrayList<>();
        for (Judge judge : ALL) found.addAll(judge.judge(evidence));
        return Ranking.rank(found);
    }
}
