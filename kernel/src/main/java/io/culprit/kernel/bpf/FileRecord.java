package io.culprit.kernel.bpf;

/**
 * What {@link FileProgram} writes of each task that has a descriptor table of its own, in words of eight bytes: pid of the process
 * (low half) and of the task (high half), start of the process in nanoseconds after boot, then counts of descriptors.
 */
public final class FileRecord {
    public static final int HEAD = 0;
    public static final int START = 1;
    public static final int DESCRIPTORS = 2;
    public static final int SOCKETS = 3;
    /** TCP sockets in state {@code TCP_CLOSE}: neither connected nor listening. */
    public static final int CLOSED = 4;
    /** TCP sockets in state {@code TCP_CLOSE_WAIT}. */
    public static final int CLOSE_WAIT = 5;

    public static final int UNIX = 6;
    public static final int WORDS = 7;

    private FileRecord() {}
}
