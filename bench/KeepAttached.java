import io.culprit.kernel.bpf.SyscallCounters;

/**
 * Counts a process's system calls for a time without a pause, by the programs that {@code culprit diagnose} attaches in bursts:
 * what they cost can then be measured like strace.
 */
final class KeepAttached {
    public static void main(String[] args) throws Exception {
        int[] pids = {Integer.parseInt(args[0])};
        try (var counters = SyscallCounters.open(pids).asOptional().orElseThrow();
                var attached = counters.attach(false).asOptional().orElseThrow()) {
            Thread.sleep(Long.parseLong(args[1]) * 1000);
        }
    }
}
