package io.culprit.record.store;

import java.io.IOException;
import java.util.Optional;

/** Opens segments, whatever their state; what cannot be opened is told to {@link Damage}. */
final class Segments {
    private Segments() {}

    /** @param writing somebody appends to it now, so an unfinished end is no damage */
    static Optional<Segment> open(Chunks chunks, Chunks.Segment which, Damage damage, boolean writing) {
        String name = Long.toString(which.number());
        try {
            Optional<ChunkSource> opened = chunks.open(which);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            ChunkSource source = opened.get();
            name = source.name();
            try {
                tellGaps(source, damage, writing);
                return Optional.of(
                        source.live() ? LiveSegment.open(source, damage) : SealedSegment.open(source, damage));
            } catch (IOException | Malformed | Head.TooNew e) {
                source.close();
                throw e;
            }
        } catch (IOException | Malformed | Head.TooNew e) {
            damage.add(name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void tellGaps(ChunkSource source, Damage damage, boolean writing) throws IOException {
        for (ChunkSource.Gap gap : source.gaps()) {
            if (!gap.atEnd()) {
                damage.add(source.name(), gap.position(), gap.bytes() + " bytes are damaged and left out");
            } else if (source.live() && gap.bytes() > 0 && !writing) {
                damage.add(
                        source.name(),
                        gap.position(),
                        "its last " + gap.bytes() + " bytes are an unfinished sample, left out");
            } else if (!source.live()) {
                damage.add(source.name(), gap.position(), "its end of " + gap.bytes() + " bytes is damaged");
            }
        }
    }
}
