package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;
import java.util.Arrays;
import java.util.List;

/**
 * One sample as it is appended: sections, each found through the table at the front. A block needs no other: it says which
 * boot it is of and which processes its rows are, so what is damaged in front of it takes nothing from it.
 */
final class Block {
    static final int TIME = 1;
    static final int ROWS = 2;
    static final int DESCRIPTIONS = 3;
    static final int EVENTS = 4;
    static final int HOST = 5;
    /** Start times of the processes whose pids {@link #ROWS} holds. */
    static final int STARTS = 6;
    /** Plus the number of the metric. */
    static final int COLUMN = 64;

    /** Of the table, which is read alone when one column is wanted. */
    static final int MAX_SECTIONS = 160;

    private static final int COUNT_BYTES = 2;
    private static final int ENTRY_BYTES = 6;
    static final int MAX_TABLE_BYTES = COUNT_BYTES + MAX_SECTIONS * ENTRY_BYTES;

    private static final ProcessMetric[] METRICS = ProcessMetric.values();
    private static final int OUR_SECTIONS = STARTS + METRICS.length;

    /** Fills in a block, section by section. */
    static final class Writer {
        private final Bytes out;
        private int sections;
        private int began;

        Writer(Bytes out) {
            this.out = out;
        }

        void begin() {
            out.clear();
            sections = 0;
            out.u16(OUR_SECTIONS);
            out.resize(COUNT_BYTES + OUR_SECTIONS * ENTRY_BYTES);
            Arrays.fill(out.array(), COUNT_BYTES, out.size(), (byte) 0);
        }

        Bytes section() {
            began = out.size();
            return out;
        }

        void end(int tag) {
            int entry = COUNT_BYTES + sections++ * ENTRY_BYTES;
            out.u16At(entry, tag);
            out.u32At(entry + 2, out.size() - began);
        }
    }

    /** The table of a block. */
    static final class Table {
        private final int[] tags = new int[MAX_SECTIONS];
        private final int[] offsets = new int[MAX_SECTIONS];
        private final int[] lengths = new int[MAX_SECTIONS];
        private int sections;

        /** @param bytes of the whole payload; {@code front} has at least the table */
        void read(byte[] front, int length, int bytes) {
            Input in = new Input(front, 0, length);
            sections = in.u16();
            if (sections > MAX_SECTIONS) {
                throw new Malformed("a block of " + sections + " sections");
            }
            long at = COUNT_BYTES + (long) sections * ENTRY_BYTES;
            for (int i = 0; i < sections; i++) {
                tags[i] = in.u16();
                lengths[i] = in.u32();
                offsets[i] = (int) at;
                at += lengths[i] & 0xFFFF_FFFFL;
            }
            if (at > bytes) {
                throw new Malformed("sections of " + at + " bytes in a block of " + bytes);
            }
        }

        int sections() {
            return sections;
        }

        int tag(int i) {
            return tags[i];
        }

        /** @return its index, or -1 */
        int find(int tag) {
            for (int i = 0; i < sections; i++) {
                if (tags[i] == tag) {
                    return i;
                }
            }
            return -1;
        }

        int offset(int i) {
            return offsets[i];
        }

        int length(int i) {
            return lengths[i];
        }
    }

    private Block() {}

    static void time(Writer block, Frame frame, String bootId) {
        Bytes out = block.section();
        out.text(bootId);
        out.signed(frame.wallMillis());
        out.signed(frame.bootMillis());
        out.varint(frame.rows());
        block.end(TIME);
    }

    /** @param pids and {@code starts} of the rows, in their order */
    static void rows(Writer block, long[] pids, long[] starts, int rows) {
        Bytes out = block.section();
        ColumnCodec.encode(out, pids, rows);
        block.end(ROWS);
        out = block.section();
        ColumnCodec.encode(out, starts, rows);
        block.end(STARTS);
    }

    static void columns(Writer block, Frame frame) {
        for (ProcessMetric metric : METRICS) {
            long[] values = frame.column(metric);
            if (isKnown(values, frame.rows())) {
                ColumnCodec.encodeEach(block.section(), values, frame.rows());
                block.end(COLUMN + metric.number());
            }
        }
    }

    private static boolean isKnown(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (values[i] != ProcessMetric.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    static void host(Writer block, Frame frame) {
        Bytes out = block.section();
        out.varint(frame.hostCount());
        for (int i = 0; i < frame.hostCount(); i++) {
            out.text(frame.hostKey(i));
        }
        for (int i = 0; i < frame.hostCount(); i++) {
            out.signed(frame.hostValue(i));
        }
        block.end(HOST);
    }

    static void events(Writer block, List<Happening> events) {
        Happening.encode(block.section(), events);
        block.end(EVENTS);
    }
}
