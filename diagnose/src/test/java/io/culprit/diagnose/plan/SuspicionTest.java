package io.culprit.diagnose.plan;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.diagnose.plan.Suspicion.Chosen;
import io.culprit.diagnose.probe.Names.Named;
import io.culprit.model.evidence.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private static final int OWN = 7;
    private final QuietHost host = new QuietHost();

    @Test
    void theHottestProgramComesFirstWithAllItsWorkers() {
        host.processes.add(process(10, "alone", 0.5, 0.1));
        for (int pid = 20; pid < 32; pid++) {
            host.processes.add(process(pid, "worker", 0.1, 0.05));
        }
        assertThat(Suspicion.byCpu(usage(), pid -> false))
                .extracting(Chosen::program)
                .hasSize(13)
                .startsWith("worker")
                .endsWith("alone");
    }

    @Test
    void workersThatUseLittleEachAreSuspectsTogether() {
        for (int pid = 20; pid < 30; pid++) {
            host.processes.add(process(pid, "herd", 0.004, 0.004));
        }
        assertThat(Suspicion.byCpu(usage(), pid -> false)).hasSize(10);
    }

    @Test
    void theToolItselfIsNoSuspectAndNobodyElseIsForcedToBeOne() {
        host.processes.add(process(OWN, "java", 0.5, 0.1));
        assertThat(Suspicion.byCpu(usage(), pid -> pid == OWN)).isEmpty();
    }

    @Test
    void noMoreAreLookedAtThanTheBound() {
        for (int pid = 100; pid < 500; pid++) {
            host.processes.add(process(pid, "many", 0.1, 0.1));
        }
        assertThat(Suspicion.byCpu(usage(), pid -> false)).hasSize(Suspicion.MAX_SUSPECTS);
    }

    @Test
    void aWorkerThatUsedLessThanATickIsLookedAtWithTheOthersButNotItsNamesake() {
        List<Chosen> chosen = List.of(new Chosen(id(20), "worker", "worker", "0.10 CPUs", false));
        List<Named> named = new ArrayList<>();
        named.add(new Named(id(20), "worker", "worker"));
        named.add(new Named(id(21), "worker", "worker"));
        named.add(new Named(id(22), "worker", "worker in 0123456789ab"));
        named.add(new Named(id(OWN), "worker", "worker"));
        assertThat(Suspicion.withSiblings(chosen, name -> named, pid -> pid == OWN))
                .extracting(c -> c.id().pid())
                .containsExactly(20, 21);
    }

    @Test
    void whoGrowsIsASuspectThoughItUsesNoCpu() {
        host.processes.add(process(10, "leak", 0, 0, 1, 0, List.of(10L << 20, 15L << 20)));
        host.processes.add(process(11, "pool", 0, 0, 30, 20, List.of(10L << 20, 10L << 20)));
        host.processes.add(process(12, "still", 0, 0, 1, 0, List.of(10L << 20, 10L << 20)));
        assertThat(Suspicion.byGrowth(usage(), List.of(), pid -> false))
                .extracting(Chosen::name)
                .containsExactly("leak", "pool");
    }

    private Usage usage() {
        return host.evidence().usage().asOptional().orElseThrow();
    }
}
