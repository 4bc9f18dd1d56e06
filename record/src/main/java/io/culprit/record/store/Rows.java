package io.culprit.record.store;

import java.util.Arrays;

/**
 * Who was seen in a segment and when: processes by pid and start, and rows, each a process at consecutive samples. A process
 * that was missing at a sample in between has another row.
 */
final class Rows {
    private static final int FIRST_CAPACITY = 512;

    private int processes;
    private int[] pids = new int[FIRST_CAPACITY];
    private long[] starts = new long[FIRST_CAPACITY];
    private int[] marks = new int[FIRST_CAPACITY];
    private int rows;
    private int[] process = new int[FIRST_CAPACITY];
    private int[] first = new int[FIRST_CAPACITY];
    private int[] length = new int[FIRST_CAPACITY];
    private int[] offset = new int[FIRST_CAPACITY];
    private int values;

    int processes() {
        return processes;
    }

    int pid(int index) {
        return pids[index];
    }

    long start(int index) {
        return starts[index];
    }

    /** Of its newest description; 0 for none. */
    int mark(int index) {
        return marks[index];
    }

    void mark(int index, int mark) {
        marks[index] = mark;
    }

    int addProcess(int pid, long start) {
        if (processes == pids.length) {
            pids = Arrays.copyOf(pids, 2 * processes);
            starts = Arrays.copyOf(starts, 2 * processes);
            marks = Arrays.copyOf(marks, 2 * processes);
        }
        pids[processes] = pid;
        starts[processes] = start;
        marks[processes] = 0;
        return processes++;
    }

    int rows() {
        return rows;
    }

    int process(int row) {
        return process[row];
    }

    int first(int row) {
        return first[row];
    }

    int length(int row) {
        return length[row];
    }

    /** Where the values of the row begin in a column. */
    int offset(int row) {
        return offset[row];
    }

    /** The array may be longer than {@link #rows()}. */
    int[] lengths() {
        return length;
    }

    /** Of all rows together. */
    int values() {
        return values;
    }

    int addRow(int ofProcess, int sample) {
        if (rows == process.length) {
            process = Arrays.copyOf(process, 2 * rows);
            first = Arrays.copyOf(first, 2 * rows);
            length = Arrays.copyOf(length, 2 * rows);
            offset = Arrays.copyOf(offset, 2 * rows);
        }
        process[rows] = ofProcess;
        first[rows] = sample;
        length[rows] = 1;
        values++;
        return rows++;
    }

    void lengthen(int row) {
        length[row]++;
        values++;
    }

    /** To be called once all rows have their length. */
    void place() {
        int at = 0;
        for (int row = 0; row < rows; row++) {
            offset[row] = at;
            at += length[row];
        }
    }

    void encode(Bytes out) {
        out.varint(processes);
        out.varint(rows);
        column(out, pids, processes);
        ColumnCodec.encode(out, starts, processes);
        for (int i = 0; i < processes; i++) {
            out.u32(marks[i]);
        }
        column(out, process, rows);
        column(out, first, rows);
        column(out, length, rows);
    }

    /** @param samples of the segment; every row lies within them */
    static Rows decode(Input in, int samples) {
        Rows all = new Rows();
        int processes = in.count(in.left() / Integer.BYTES);
        int rows = in.count(Head.MAX_VALUES);
        long[] column = new long[Math.max(processes, rows)];
        all.processes = processes;
        all.pids = column(in, column, processes);
        ColumnCodec.decode(in, column, processes);
        all.starts = Arrays.copyOf(column, processes);
        all.marks = new int[processes];
        for (int i = 0; i < processes; i++) {
            all.marks[i] = in.u32();
        }
        all.rows = rows;
        all.process = column(in, column, rows);
        all.first = column(in, column, rows);
        all.length = column(in, column, rows);
        all.offset = new int[rows];
        long values = 0;
        for (int row = 0; row < rows; row++) {
            long end = (long) all.first[row] + all.length[row];
            if (all.process[row] < 0
                    || all.process[row] >= processes
                    || all.first[row] < 0
                    || all.length[row] < 1
                    || end > samples) {
                throw new Malformed("row " + row + " lies outside of the segment");
            }
            values += all.length[row];
        }
        if (values > Head.MAX_VALUES) {
            throw new Malformed(values + " values in one segment");
        }
        all.values = (int) values;
        all.place();
        return all;
    }

    private static void column(Bytes out, int[] numbers, int count) {
        long[] wide = new long[count];
        for (int i = 0; i < count; i++) {
            wide[i] = numbers[i];
        }
        ColumnCodec.encode(out, wide, count);
    }

    private static int[] column(Input in, long[] wide, int count) {
        ColumnCodec.decode(in, wide, count);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) wide[i];
        }
        return numbers;
    }
}
