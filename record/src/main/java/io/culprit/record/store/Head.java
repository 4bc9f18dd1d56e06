package io.culprit.record.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What a segment says of itself: whose samples, how many, from when to when.
 *
 * @param samples how often all processes were read; {@code values} rows of all samples
 * @param first of its samples, on both clocks; nothing when there are none
 * @param events how many, so that they are not looked for in vain
 * @param metrics numbers of those it has values of
 */
record Head(Origin origin, int samples, long values, Moment first, Moment last, int events, List<Integer> metrics) {
    /** Raised when an older reader would misread; it then refuses the segment. New kinds of chunks do not raise it. */
    static final int VERSION = 1;

    static final int MAX_SAMPLES = 1 << 20;

    /** Of one sample of all processes, or of all samples of a segment together: an array of the reader has so many. */
    static final int MAX_VALUES = 1 << 22;

    private static final int MAX_METRICS = 4096;

    /** One moment on two clocks, milliseconds. */
    record Moment(long wall, long boot) {
        static final Moment NONE = new Moment(0, 0);

        /** Wall clock minus boot clock. */
        long placement() {
            return wall - boot;
        }
    }

    static Head empty(Origin origin) {
        return new Head(origin, 0, 0, Moment.NONE, Moment.NONE, 0, List.of());
    }

    void encode(Bytes out) {
        out.varint(VERSION);
        out.text(origin.host());
        out.text(origin.bootId());
        out.text(origin.toolVersion());
        out.varint(samples);
        out.varint(values);
        for (Moment moment : List.of(first, last)) {
            out.signed(moment.wall);
            out.signed(moment.boot);
        }
        out.varint(events);
        out.varint(metrics.size());
        metrics.forEach(out::varint);
    }

    /** @throws TooNew when a newer version wrote it */
    static Head decode(Input in) {
        long version = in.varint();
        if (version != VERSION) {
            throw new TooNew(version);
        }
        Origin origin = new Origin(in.text(), in.text(), in.text());
        int samples = in.count(MAX_SAMPLES);
        int values = in.count(MAX_VALUES);
        Moment first = new Moment(in.signed(), in.signed());
        Moment last = new Moment(in.signed(), in.signed());
        int events = in.count(Integer.MAX_VALUE);
        int count = in.count(MAX_METRICS);
        List<Integer> metrics = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            metrics.add(in.count(0xFFFF));
        }
        return new Head(origin, samples, values, first, last, events, metrics);
    }

    /** Written by a version that this one cannot read. */
    static final class TooNew extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooNew(long version) {
            super("is of format " + version + ", which this version cannot read: use a newer one", null, false, false);
        }
    }
}
