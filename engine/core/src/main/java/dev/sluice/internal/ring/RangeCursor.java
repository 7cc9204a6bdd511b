package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.TimeRange;

/// A cursor that keeps to a range of time: chunks outside are passed over, those at the bounds are cut down to it.
///
/// Used by the thread that reads the cursor. A chunk lives as long as that of the cursor, and until the next one is
/// taken.
public final class RangeCursor {
    private final RingReader cursor;
    private final long lead;
    private TimeRange range;
    private boolean begun;
    private long takenTo = Long.MIN_VALUE;
    private ChunkWindow clipped;

    /// Goes through `cursor`, which it does not close.
    ///
    /// @param lead as in [dev.sluice.internal.plan.PipelinePlan]: before it, nothing begins but with a record
    public RangeCursor(RingReader cursor, TimeRange range, long lead) {
        this.cursor = cursor;
        this.range = range;
        this.lead = lead;
    }

    /// Waits for the next chunk inside the range of time; false if there is none.
    ///
    /// @throws dev.sluice.stream.PipelineException if what comes next failed
    /// @throws InterruptedException if the calling thread is interrupted
    public boolean hasNext() throws InterruptedException {
        // Nothing after the range is waited for: a live input may pause there.
        while (takenTo < range.end() && cursor.hasNext()) {
            if (cursor.nextStart() >= range.end()) {
                return false;
            }
            boolean wanted = cursor.nextEnd() > range.start() || cursor.nextStart() >= range.start();
            if (wanted && (begun || cursor.nextEnd() > lead || cursor.nextLength() > 0)) {
                return true;
            }
            cursor.take();
            cursor.giveBack(cursor.finished());
        }
        return false;
    }

    /// Takes the next chunk, or what of it lies in the range; to be called after [#hasNext()].
    public Chunk take() {
        Chunk chunk = cursor.take();
        takenTo = chunk.end();
        begin(chunk);
        return clip(chunk);
    }

    /// What was let pass in front of the first chunk ends with its first record, or where the lead does.
    private void begin(Chunk first) {
        if (!begun) {
            begun = true;
            if (first.start() < lead) {
                long earliest = first.isEmpty() ? lead : first.type().times().start(first.records(), 0);
                range = new TimeRange(Math.min(lead, earliest), range.end());
            }
        }
    }

    /// Cuts the chunk down to the records that start in the range of time that was asked for: others are computed only
    /// because their neighbours need them.
    private Chunk clip(Chunk chunk) {
        if (chunk.start() >= range.start() && chunk.end() <= range.end()) {
            return chunk;
        }
        if (clipped == null) {
            clipped = new ChunkWindow(chunk.type());
        }
        clipped.show(chunk, chunk.number(), chunk.dataType());
        clipped.clip(range.start(), range.end());
        Chunk part = clipped.chunk();
        if (chunk.type().isDisjoint() && part.overhang() > 0) {
            // Whole records are kept, and a disjoint type promises that none passes the end of its chunk.
            clipped.narrow(part.start(), part.latestEnd());
        }
        return part;
    }
}
