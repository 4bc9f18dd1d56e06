package io.culprit.kernel.tasks;

/** What one reading gives of each process. Memory in bytes, CPU in microseconds; counters hold all threads, dead ones too. */
public enum TaskColumn {
    CPU_USER(0),
    CPU_SYSTEM(1),
    RSS_ANON(2),
    RSS_FILE(3),
    RSS_SHMEM(4),
    VM_DATA(5),
    SWAP(6),
    THREADS(7),
    FDS(8),
    SOCKETS(9),
    MINOR_FAULTS(10),
    MAJOR_FAULTS(11),
    VOLUNTARY_SWITCHES(12),
    INVOLUNTARY_SWITCHES(13),
    READ_BYTES(14),
    WRITE_BYTES(15),
    SOCKETS_CLOSED(16),
    SOCKETS_CLOSE_WAIT(17),
    SOCKETS_UNIX(18),
    /** Bits {@link #DETAILS_READ}, {@link #FDS_READ}, {@link #SOCKETS_READ}: what is of this reading and not of an earlier one. */
    READ_NOW(19);

    public static final int DETAILS_READ = 1;
    public static final int FDS_READ = 2;
    public static final int SOCKETS_READ = 4;

    static final int COUNT = values().length;

    /** Its place in the table. */
    final int slot;

    TaskColumn(int slot) {
        this.slot = slot;
    }
}
