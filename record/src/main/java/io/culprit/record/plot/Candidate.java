package io.culprit.record.plot;

import io.culprit.model.recording.RecordedProcess;
import java.util.Arrays;

/** A line on its way: a process or a program. */
final class Candidate {
    private final Bins bins;
    private RecordedProcess newest;
    private int processes;
    private final long firstMillis;
    private long lastMillis;
    private int[] rows = new int[1];
    private RowValues.Track[] tracks = new RowValues.Track[1];
    private int rowCount;
    private int stamp;

    Candidate(Bins bins, RecordedProcess process, long firstMillis) {
        this.bins = bins;
        newest = process;
        this.firstMillis = firstMillis;
        lastMillis = firstMillis;
    }

    Bins bins() {
        return bins;
    }

    RecordedProcess newest() {
        return newest;
    }

    int processes() {
        return processes;
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    /** One more process is part of it. */
    void joined() {
        processes++;
    }

    /** @return whether this is its first row of that stretch; then those of the one before are forgotten */
    boolean enters(int stretch) {
        if (stamp == stretch) {
            return false;
        }
        stamp = stretch;
        rowCount = 0;
        return true;
    }

    boolean isIn(int stretch) {
        return stamp == stretch;
    }

    void row(int row, RowValues.Track track, RecordedProcess process, long lastSeenMillis) {
        if (rowCount == rows.length) {
            rows = Arrays.copyOf(rows, 2 * rowCount);
            tracks = Arrays.copyOf(tracks, 2 * rowCount);
        }
        rows[rowCount] = row;
        tracks[rowCount++] = track;
        lastMillis = Math.max(lastMillis, lastSeenMillis);
        if (process.startedMillis() >= newest.startedMillis()) {
            newest = process;
        }
    }

    /** Rows of the stretch that it {@linkplain #enters entered} last. */
    int rows() {
        return rowCount;
    }

    int row(int i) {
        return rows[i];
    }

    RowValues.Track track(int i) {
        return tracks[i];
    }
}
