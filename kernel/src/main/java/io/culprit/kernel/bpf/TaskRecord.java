package io.culprit.kernel.bpf;

/**
 * What {@link TaskProgram} writes of each thread, in words of eight bytes. A thread that only adds to its process leaves
 * {@link #SHORT} words; one of whose process more is wanted, {@link #LONG}: the leader, a thread that the kernel shows before its
 * leader, and any thread of a process whose leader ended first.
 *
 * <pre>
 * head       flags (high half), pid of the process (low half)
 * start      of the leader, nanoseconds after boot
 * counters   nine of this thread: user, system, run time (ns), minor, major faults, voluntary, involuntary switches, bytes read, written
 * -- here a short record ends
 * parent     the task's flags PF_* (high half), pid of the parent process (low half)
 * name       two words
 * dead       the same nine counters of the threads that ended
 * threads, descriptors, then pages: file, anonymous, swapped out, shared memory, private writable mappings
 * </pre>
 */
public final class TaskRecord {
    public static final int HEAD = 0;
    public static final int START = 1;
    public static final int COUNTERS = 2;
    public static final int COUNTER_COUNT = 9;
    public static final int SHORT = COUNTERS + COUNTER_COUNT;
    public static final int PARENT = SHORT;
    public static final int NAME = PARENT + 1;
    public static final int DEAD = NAME + 2;
    public static final int THREADS = DEAD + COUNTER_COUNT;
    public static final int DESCRIPTORS = THREADS + 1;
    /** In the order of {@code MM_FILEPAGES} and those after it. */
    public static final int PAGES = DESCRIPTORS + 1;

    public static final int PAGE_KINDS = 4;
    public static final int VM_DATA = PAGES + PAGE_KINDS;
    public static final int LONG = VM_DATA + 1;

    /** Places among the nine counters. */
    public static final int USER = 0;

    public static final int SYSTEM = 1;
    public static final int RUNTIME = 2;
    public static final int MINOR_FAULTS = 3;
    public static final int MAJOR_FAULTS = 4;
    public static final int VOLUNTARY = 5;
    public static final int INVOLUNTARY = 6;
    public static final int READ_BYTES = 7;
    public static final int WRITE_BYTES = 8;

    /** The record is a long one. */
    public static final int IS_LONG = 1;

    public static final int IS_LEADER = 2;
    /** It has memory of its own, and pages were counted. */
    public static final int HAS_MEMORY = 4;
    /** It has descriptors. */
    public static final int HAS_FILES = 8;
    /** More than {@link #MOST_COUNTED} would fit into the table of descriptors, so they were not counted. */
    public static final int LARGE_TABLE = 16;
    /** The task gave up its memory or files while they were looked at: what was read of both means nothing. */
    public static final int TORN = 32;

    /** {@code PF_KTHREAD}. */
    static final int KERNEL_THREAD = 0x0020_0000;

    /** Size of a table whose bits are still counted by the program: the kernel checks every turn of the loop when it loads it. */
    static final int MOST_COUNTED = 16_384;

    private TaskRecord() {}

    public static int flags(long head) {
        return (int) (head >>> 32);
    }

    public static boolean kernelThread(long parent) {
        return (parent >>> 32 & KERNEL_THREAD) != 0;
    }
}
