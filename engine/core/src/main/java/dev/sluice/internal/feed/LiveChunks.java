package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RunCounters;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;

/// The chunks of a live input as they go into its ring, numbered, each where the last one ended. Used by the publishing
/// thread.
///
/// What was lost or dropped in between goes into the next chunk that is delivered.
final class LiveChunks {
    private final StagePlan plan;
    private final RunCounters counters;
    private final PendingLosses losses;
    private SlotRing ring;
    private long number;
    private long nextIndex;
    private boolean started;
    private long reached;
    private long lostTo = Long.MIN_VALUE;

    LiveChunks(StagePlan plan, RunCounters counters) {
        this.plan = plan;
        this.counters = counters;
        this.losses = new PendingLosses(
                "chunks of " + plan.dataType(0) + " were dropped: published faster than they were taken");
    }

    /// Names the ring; before any thread starts.
    void into(SlotRing slots) {
        ring = slots;
    }

    /// The number of the chunk that goes in next.
    long number() {
        return number;
    }

    /// First instant of which nothing came yet.
    long reached() {
        return reached;
    }

    /// The run begins at `time`, unless it has begun.
    void begin(long time) {
        if (!started) {
            started = true;
            reached = time;
        }
    }

    /// The slot of the next chunk, opened for it.
    Slot next() {
        Slot slot = ring.next();
        slot.open(number);
        return slot;
    }

    /// @throws ChunkLawException if a chunk that starts at `start` leaves a hole after the last one, or overlaps it
    void requireContinuity(long start) {
        if (started && start != reached && (start < reached || losses.coveredFrom(reached) < start)) {
            throw new ChunkLawException((start > reached ? "a hole" : "an overlap") + " between chunks of "
                    + plan.dataType(0) + ": the last one ended at time=" + reached + ", this one starts at start="
                    + start + "; start where the last one ended, or say with lost(...) what is missing");
        }
    }

    /// Publishes a chunk that keeps the laws if there is room for it, or drops it.
    void deliver(Slot slot, long start, long end, boolean room) {
        long from = losses.startOf(started ? reached : start);
        started = true;
        reached = end;
        if (room) {
            send(slot, from, end);
        } else {
            counters.dropped(slot.window(0).chunk().length());
            losses.drop(from, end);
        }
    }

    private void send(Slot slot, long from, long end) {
        ChunkWindow window = slot.window(0);
        Chunk chunk = window.chunk();
        if (chunk.start() != from) {
            long latest = chunk.latestEnd();
            window.set(number, from, end, plan.runId(), plan.dataType(0));
            window.reach(latest);
        }
        // What was dropped is not in the run, and counts for none of its records.
        window.firstIndex(nextIndex);
        nextIndex += chunk.length();
        losses.moveTo(window, end);
        slot.cover(from, end, 0);
        counters.countInput(chunk);
        number++;
        ring.publish();
    }

    /// Notes what was lost before it was published.
    ///
    /// @throws IllegalArgumentException if it starts before the end of what was published or lost
    void lost(Loss loss) {
        long from = started ? Math.max(reached, lostTo) : loss.start();
        if (loss.start() < from) {
            throw new IllegalArgumentException("lost " + loss + " starts before time=" + from + ", up to which "
                    + plan.dataType(0) + " is published or lost already; report losses in order of time");
        }
        begin(loss.start());
        losses.tell(loss);
        lostTo = loss.end();
    }

    /// Reports what was lost since the last chunk by an empty one.
    void flushLosses() {
        if (!losses.isEmpty()) {
            long from = losses.startOf(reached);
            long end = Math.max(reached, lostTo);
            Slot slot = next();
            slot.publish(0, from, end);
            send(slot, from, end);
        }
    }
}
