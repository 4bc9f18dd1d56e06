package io.culprit.record.store;

import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends samples to the live segment and begins the next one in time. What could not be stored is told with what can. */
final class StoreWriter implements RecordingWriter {
    /** Retention removes whole segments, so none may be more than a part of what is allowed. */
    private static final int LIVE_PART = 4;

    private final Chunks chunks;
    private final WriterLock lock;
    private final Origin origin;
    private final Limits limits;
    private final Handles handles = new Handles();
    private final BlockEncoder encoder;
    private final List<RecordingEvent> events = new ArrayList<>();
    private final List<Happening> outgoing = new ArrayList<>();
    private final Losses losses = new Losses();
    private @Nullable LiveWriter live;
    private long nextSegment;
    private boolean placed;
    private long placement;

    private StoreWriter(Chunks chunks, WriterLock lock, Origin origin, Limits limits, long nextSegment) {
        this.chunks = chunks;
        this.lock = lock;
        this.origin = origin;
        this.limits = limits;
        this.nextSegment = nextSegment;
        encoder = new BlockEncoder(handles, origin.bootId());
    }

    static StoreWriter open(Chunks chunks, WriterLock lock, Origin origin, Limits limits) throws IOException {
        long next = 1;
        for (Chunks.Segment segment : chunks.segments()) {
            next = Math.max(next, segment.number() + 1);
        }
        return new StoreWriter(chunks, lock, origin, limits, next);
    }

    @Override
    public int describe(RecordedProcess process) {
        return handles.add(process);
    }

    @Override
    public void describeAgain(int handle, RecordedProcess process) {
        handles.process(handle);
        handles.set(handle, process);
    }

    @Override
    public void ended(int handle) {
        handles.remove(handle);
    }

    @Override
    public void event(RecordingEvent event) {
        events.add(event);
    }

    @Override
    public Written append(Frame frame) {
        placement = frame.wallMillis() - frame.bootMillis();
        placed = true;
        try {
            LiveWriter to = ready(frame);
            int bytes = to.append(frame, happenings(), encoder, origin);
            events.clear();
            losses.told();
            for (int row = 0; row < frame.rows(); row++) {
                handles.described(frame.handle(row), to.segment);
            }
            return new Written.Durable(bytes);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            losses.add(frame.bootMillis(), why);
            return new Written.Lost(why);
        }
    }

    private LiveWriter ready(Frame frame) throws IOException {
        LiveWriter now = live;
        if (now != null && now.isFullFor(frame)) {
            now.close();
            live = null;
            now = null;
        }
        if (now == null) {
            now = begin();
        }
        return now;
    }

    private LiveWriter begin() throws IOException {
        LiveWriter begun = new LiveWriter(nextSegment, chunks.begin(nextSegment), limits.maxBytes() / LIVE_PART);
        nextSegment++;
        live = begun;
        return begun;
    }

    private List<Happening> happenings() {
        outgoing.clear();
        losses.event(placement).ifPresent(e -> outgoing.add(new Happening(e, placed, placement)));
        for (RecordingEvent event : events) {
            outgoing.add(new Happening(event, placed, placement));
        }
        return outgoing;
    }

    @Override
    public void close() {
        try {
            List<Happening> pending = happenings();
            if (!pending.isEmpty()) {
                LiveWriter to = live == null ? begin() : live;
                to.append(pending, encoder, origin);
            }
        } catch (IOException e) {
            // The disk is full to the end: nobody is left to tell it to.
        } finally {
            if (live != null) {
                live.close();
            }
            chunks.close();
            lock.close();
        }
    }
}
