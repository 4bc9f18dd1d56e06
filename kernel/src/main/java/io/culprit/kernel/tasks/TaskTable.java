package io.culprit.kernel.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One reading of all processes, a structure of arrays that grows and is used again. Rows are in no order that
 * means anything.
 */
public final class TaskTable {
    /** In a column: not permitted, or not known to this kernel. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** comm has 15 bytes and a zero (TASK_COMM_LEN). */
    private static final int NAME_BYTES = 16;

    private static final int FIRST_ROWS = 1024;

    private final long[][] columns = new long[TaskColumn.COUNT][FIRST_ROWS];
    private int[] pids = new int[FIRST_ROWS];
    private int[] parents = new int[FIRST_ROWS];
    private long[] startTicks = new long[FIRST_ROWS];
    private long[] names = new long[2 * FIRST_ROWS];
    private boolean[] kernelThreads = new boolean[FIRST_ROWS];
    private int rows;

    public int rows() {
        return rows;
    }

    /** The array may be longer than {@link #rows()}, and is another one after the table grew. */
    public long[] column(TaskColumn column) {
        return columns[column.slot];
    }

    public int pid(int row) {
        return pids[row];
    }

    public int parent(int row) {
        return parents[row];
    }

    /** Clock ticks after boot, as field 22 of {@code /proc/PID/stat}. */
    public long startTicks(int row) {
        return startTicks[row];
    }

    public boolean kernelThread(int row) {
        return kernelThreads[row];
    }

    /** The first eight bytes of comm, little-endian: to see cheaply whether the name changed. */
    public long nameLow(int row) {
        return names[2 * row];
    }

    public long nameHigh(int row) {
        return names[2 * row + 1];
    }

    public String name(int row) {
        byte[] bytes = new byte[NAME_BYTES];
        int length = 0;
        while (length < NAME_BYTES) {
            long half = names[2 * row + (length >> 3)];
            byte b = (byte) (half >>> ((length & 7) << 3));
            if (b == 0) {
                break;
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A source begins a reading with this. */
    public void clear() {
        rows = 0;
    }

    /** All its columns are {@link #UNKNOWN} until they are set. @return the new row */
    public int add(int pid, int parent, long startTicks, boolean kernelThread, long nameLow, long nameHigh) {
        if (rows == pids.length) {
            grow();
        }
        int row = rows++;
        pids[row] = pid;
        parents[row] = parent;
        this.startTicks[row] = startTicks;
        kernelThreads[row] = kernelThread;
        names[2 * row] = nameLow;
        names[2 * row + 1] = nameHigh;
        for (long[] column : columns) {
            column[row] = UNKNOWN;
        }
        return row;
    }

    public void set(int row, TaskColumn column, long value) {
        columns[column.slot][row] = value;
    }

    /** All columns at once; {@code values} are by slot. */
    void fill(int row, long[] values) {
        for (int i = 0; i < columns.length; i++) {
            columns[i][row] = values[i];
        }
    }

    /** By a quarter: a host has about as many processes as a minute ago, and room for twice as many costs memory for months. */
    static int larger(int capacity) {
        return capacity + (capacity >> 2);
    }

    private void grow() {
        int capacity = larger(pids.length);
        pids = Arrays.copyOf(pids, capacity);
        parents = Arrays.copyOf(parents, capacity);
        startTicks = Arrays.copyOf(startTicks, capacity);
        kernelThreads = Arrays.copyOf(kernelThreads, capacity);
        names = Arrays.copyOf(names, 2 * capacity);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], capacity);
        }
    }
}
