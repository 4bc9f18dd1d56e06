package io.culprit.kernel.bpf;

/** The main class of a process that attaches and waits to be killed. */
final class KilledTracer {
    private KilledTracer() {}

    public static void main(String[] pids) throws InterruptedException {
        int[] targets = {Integer.parseInt(pids[0])};
        SyscallCounters counters = SyscallCounters.open(targets).asOptional().orElseThrow();
        boolean attached = counters.attach(true).asOptional().isPresent();
        System.out.println(attached ? "attached" : "refused");
        Thread.sleep(60_000);
    }
}
