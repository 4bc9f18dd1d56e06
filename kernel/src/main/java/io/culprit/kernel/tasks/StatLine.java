package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Cursor;

/**
 * What {@code /proc/PID/stat} says of a process (proc_pid_stat(5)), parsed into the same object each time: a record with a
 * String for each of a thousand processes would be the recorder's main garbage.
 */
final class StatLine {
    private static final int PF_KTHREAD = 0x00200000;
    /** TASK_COMM_LEN without its zero. */
    private static final int NAME_BYTES = 15;

    private static final byte[] KWORKER = {'k', 'w', 'o', 'r', 'k', 'e', 'r', '/'};

    private final Cursor cursor = new Cursor();

    int parent;
    boolean kernelThread;
    long minorFaults;
    long majorFaults;
    long userTicks;
    long systemTicks;
    long threads;
    long startTicks;
    long rssPages;
    /** As {@link TaskTable#nameLow} has them. */
    long nameLow;

    long nameHigh;

    /** @return false when the bytes are not such a line, or not all of it; the fields are then worth nothing */
    boolean parse(byte[] b, int length) {
        int open = 0;
        while (open < length && b[open] != '(') {
            open++;
        }
        // The name may hold brackets itself: the last one closes it, since no later field can hold one.
        int close = length - 1;
        while (close > open && b[close] != ')') {
            close--;
        }
        if (close <= open) {
            return false;
        }
        name(b, open + 1, close);
        cursor.over(b, close + 1, length);
        cursor.word(); // state
        long ppid = cursor.number();
        skip(4); // pgrp session tty_nr tpgid
        long flags = cursor.number();
        minorFaults = cursor.number();
        skip(1); // of waited-for children
        majorFaults = cursor.number();
        skip(1);
        userTicks = cursor.number();
        systemTicks = cursor.number();
        skip(4); // children's times, priority, nice
        threads = cursor.number();
        skip(1); // itrealvalue
        startTicks = cursor.number();
        skip(1); // vsize
        rssPages = cursor.number();
        // A number that the end cut would be a smaller one: only what follows it says that it is whole.
        boolean whole = cursor.here() == ' ';
        parent = (int) ppid;
        kernelThread = (flags & PF_KTHREAD) != 0;
        // None of them is ever negative, and Cursor.NONE is.
        return whole
                && (ppid
                                | flags
                                | minorFaults
                                | majorFaults
                                | userTicks
                                | systemTicks
                                | threads
                                | startTicks
                                | rssPages)
                        >= 0;
    }

    private void skip(int words) {
        for (int i = 0; i < words; i++) {
            cursor.word();
        }
    }

    private void name(byte[] b, int from, int to) {
        int end = Math.min(from + NAME_BYTES, to);
        if (cursor.over(b, from, to).skip(KWORKER)) {
            end = worker(b, from + KWORKER.length, end);
        }
        nameLow = half(b, from, Math.min(end, from + Long.BYTES));
        nameHigh = half(b, from + Long.BYTES, end);
    }

    /** Behind {@code 1:2H} the kernel tells what the worker does now ({@code +events}): no name, and another at each look. */
    private static int worker(byte[] b, int from, int end) {
        boolean numbered = false;
        for (int i = from; i < end; i++) {
            numbered |= b[i] == ':';
            if (numbered && (b[i] == '+' || b[i] == '-')) {
                return i;
            }
        }
        return end;
    }

    private static long half(byte[] b, int from, int to) {
        long half = 0;
        for (int i = to - 1; i >= from; i--) {
            half = half << 8 | (b[i] & 0xff);
        }
        return half;
    }
}
