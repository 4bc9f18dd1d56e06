package io.culprit.record.store;

import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends samples to the live segment and begins the next one in time. What could not be stored is told with what can. */
final class StoreWriter implements RecordingWriter {
    private final Chunks chunks;
    private final WriterLock lock;
    private final Origin origin;
    private final Limits limits;
    private final Handles handles = new Handles();
    private final BlockEncoder encoder;
    private final List<RecordingEvent> events = new ArrayList<>();
    private final List<Happening> outgoing = new ArrayList<>();
    private final Losses losses = new Losses();
    private final Archive archive;
    private final Sealer sealer;
    private @Nullable LiveWriter live;
    private long nextSegment;
    /** Age is looked at when a segment ends: none gets too old before. */
    private boolean retentionDue = true;

    private boolean placed;
    private long placement;

    private StoreWriter(Chunks chunks, WriterLock lock, Origin origin, Limits limits) {
        this.chunks = chunks;
        this.lock = lock;
        this.origin = origin;
        this.limits = limits;
        encoder = new BlockEncoder(handles, origin.bootId());
        archive = new Archive(chunks);
        sealer = new Sealer(chunks, archive);
    }

    static StoreWriter open(Chunks chunks, WriterLock lock, Origin origin, Limits limits) throws IOException {
        StoreWriter writer = new StoreWriter(chunks, lock, origin, limits);
        Takeover before = new Takeover(chunks, origin, limits, writer.archive, writer.sealer, writer.events);
        before.run();
        writer.live = before.live();
        writer.nextSegment = before.next();
        if (writer.live != null) {
            writer.placement = writer.live.placement();
            writer.placed = writer.live.head(origin).samples() > 0;
        }
        return writer;
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
            if (retentionDue || losses.any() || bytes(to) + to.lastBytes() > limits.maxBytes()) {
                retain(to, frame, to.lastBytes());
            }
            int bytes = to.append(frame, happenings(), encoder, origin);
            events.clear();
            losses.told();
            for (int row = 0; row < frame.rows(); row++) {
                handles.described(frame.handle(row), to.segment);
            }
            sealer.work();
            if (bytes(to) > limits.maxBytes()) {
                retain(to, frame, 0);
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
            end(now);
            now = null;
        }
        if (now == null) {
            now = begin();
        }
        return now;
    }

    private void end(LiveWriter ended) {
        ended.close();
        live = null;
        archive.add(new Chunks.Segment(ended.segment, true), ended.head(origin), ended.bytes());
        sealer.add(ended.segment);
        retentionDue = true;
    }

    private LiveWriter begin() throws IOException {
        LiveWriter begun = new LiveWriter(nextSegment, chunks.begin(nextSegment), LiveWriter.mostBytes(limits));
        nextSegment++;
        live = begun;
        return begun;
    }

    private long bytes(LiveWriter now) {
        return archive.bytes() + sealer.bytes() + now.bytes();
    }

    private void retain(LiveWriter now, Frame frame, long more) {
        long besides = now.bytes() + sealer.bytes() + more;
        archive.retain(limits, now.headWith(origin, frame), besides, sealer::forget);
        retentionDue = false;
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
    public void finish() {
        try {
            tellPending();
            LiveWriter last = live;
            if (last != null) {
                end(last);
            }
            sealer.finish();
        } finally {
            close();
        }
    }

    private void tellPending() {
        try {
            List<Happening> pending = happenings();
            if (!pending.isEmpty()) {
                LiveWriter to = live == null ? begin() : live;
                to.append(pending, encoder, origin);
                events.clear();
                losses.told();
            }
        } catch (IOException e) {
            // The disk is full to the end: nobody is left to tell it to.
        }
    }

    @Override
    public void close() {
        try {
            tellPending();
        } finally {
            sealer.close();
            if (live != null) {
                live.close();
            }
            chunks.close();
            lock.close();
        }
    }
}
