package dev.sluice.internal.ring;

import dev.sluice.record.RecordType;
import dev.sluice.stream.PipelineException;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// All readers of the ring of a stage: they take its slots in order and give them back; the slowest slows the feed.
///
/// Put together by one thread before any other starts, then safe for any thread.
public final class RingReaders {
    /// What lets the only reader compute the slots that it asks for.
    public interface Inline {
        /// Whether it is the reader that computes, now or when it asks for a chunk.
        boolean isOfReader();

        /// Whether the reader computes at this moment.
        boolean isComputing();

        /// Computes slot `sequence`, the next one, on the calling thread, if that is the reader's to compute; whether
        /// the slot is computed now.
        boolean compute(long sequence);
    }

    private final SlotRing ring;
    private final StageState state;
    private final String stage;
    private final String runId;
    private final WaitPoint room;
    private final WaitingReaders waiting;
    private final List<RingReader> readers = new ArrayList<>();
    private Filler filler = Filler.OF_ITS_OWN;
    private Inline inline;
    private boolean calledByPublisher;
    private Runnable onAbandoned = () -> {};

    /// Readers of what `stage` of run `runId` computes; its feed waits at `room`.
    public RingReaders(SlotRing ring, StageState state, String stage, String runId, WaitPoint room) {
        this.ring = ring;
        this.state = state;
        this.stage = stage;
        this.runId = runId;
        this.room = room;
        this.waiting = new WaitingReaders(ring);
    }

    /// Adds a reader of output number `output`, whose thread waits at `waiter`.
    public RingReader reader(int output, RecordType type, String dataType, WaitPoint waiter) {
        RingReader reader = new RingReader(this, output, type, dataType, waiter);
        readers.add(reader);
        waiting.add(waiter);
        return reader;
    }

    /// Names what fills the ring.
    public void filledBy(Filler feed) {
        filler = feed;
    }

    /// Names what lets the only reader compute.
    public void computeBy(Inline worker) {
        inline = worker;
    }

    /// Names what is done, once, when the last reader has left.
    public void onAbandoned(Runnable let) {
        onAbandoned = let;
    }

    /// Where readers wait for what is computed.
    public WaitingReaders waiting() {
        return waiting;
    }

    Slot slot(long sequence) {
        return ring.slot(sequence);
    }

    /// The last slot up to which all are computed.
    public long computed() {
        // What is published is as good as computed where its reader computes it.
        return inline != null && inline.isOfReader() ? ring.published() : ring.computed();
    }

    /// Whether slot `sequence` is computed, and all before it; where the reader computes in the place of the worker, it
    /// computes the slot now.
    boolean isComputed(long sequence) {
        return ring.wasComputed(sequence) || inline != null && inline.compute(sequence) || ring.isComputed(sequence);
    }

    /// Whether the thread that reads computes at this moment, in the place of a worker.
    boolean isComputedByReader() {
        return inline != null && inline.isComputing();
    }

    /// Waits until slot `sequence` is computed, and all before it.
    ///
    /// @param reading the state of the stage that reads; null for a reader outside the engine
    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the stream is closed meanwhile, a thread died of something that no slot
    ///     carries, or no reader wants what the reading stage computes
    Slot await(long sequence, WaitPoint waiter, StageState reading) throws InterruptedException {
        if (!isComputed(sequence)) {
            waiter.begin();
            try {
                while (!isComputed(sequence)) {
                    requireRunning();
                    if (reading != null && reading.isAbandoned()) {
                        throw new IllegalStateException(
                                "no reader is left of what is computed from " + stage + " in run " + runId);
                    }
                    waiter.pause(sequence);
                    wakeFeed();
                }
            } finally {
                waiter.end();
            }
        }
        ring.parking().step(Parking.Point.FOUND);
        return ring.slot(sequence);
    }

    /// Has `call` run once slot `sequence` is computed, or is the reader's to compute, or the run ends; by the reader,
    /// in the place of a wait at `waiter`.
    void callAt(long sequence, WaitPoint waiter, Runnable call) {
        if (inline != null && !calledByPublisher) {
            calledByPublisher = true;
            ring.onPublished(waiting::published);
        }
        waiter.callAt(sequence, call);
        wakeFeed();
        RunStatus run = state.run();
        if (computed() >= sequence || run.isHalted() || run.death() != null) {
            waiter.wake();
        }
    }

    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the pipeline is closed, or a thread died of something that no slot carries
    void requireRunning() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RunStatus run = state.run();
        if (run.isHalted()) {
            throw new IllegalStateException("the streams of run " + runId + " were closed");
        }
        Throwable death = run.death();
        if (death instanceof PipelineException) {
            throw (PipelineException) death;
        }
        if (death != null) {
            throw new IllegalStateException("a thread of run " + runId + " died: " + death, death);
        }
    }

    /// Whether more than half of the slots are free, here and where the memory is lent by other stages.
    boolean isRoomy() {
        return ring.occupied() < ring.size() / 2 && filler.isRoomy();
    }

    /// Whether no chunk waits for these readers in the stage before, as its ring is always emptied.
    boolean isAbsorbing() {
        return filler.isAbsorbing();
    }

    /// Whether the stage has no room left, or is fed by one that has none, and `reader` is one of those that keep it
    /// so.
    boolean isFullBecauseOf(RingReader reader) {
        return reader.returned() <= ring.retired() && isStuck();
    }

    private boolean isStuck() {
        return ring.occupied() >= ring.size() - filler.reserve() || filler.isHolding();
    }

    /// Takes slots up to `upTo` back from one reader; once all have given one back, it goes to the feed.
    void giveBack(RingReader reader, long upTo) {
        synchronized (this) {
            reader.returnTo(upTo);
            ring.parking().step(Parking.Point.RETURNED);
            retireReturned();
        }
        VarHandle.fullFence();
        if (waiting.isAwaited()) {
            wakeFeed();
        } else {
            room.reached(ring.retired());
        }
    }

    /// A feed that waits until half of the ring is empty does not wait so long where a reader waits for the next slot.
    /// To be called by that reader after it has begun to wait, before it parks.
    void wakeFeed() {
        if (room.isOccupied() && ring.occupied() < ring.size()) {
            room.wake();
        }
    }

    /// A reader takes no more chunks.
    void leave(RingReader reader, long upTo) {
        synchronized (this) {
            reader.leaveAfter(upTo);
            ring.parking().step(Parking.Point.RETURNED);
            retireReturned();
        }
        VarHandle.fullFence();
        room.wake();
    }

    private void retireReturned() {
        long to = Long.MAX_VALUE;
        for (int i = 0; i < readers.size(); i++) {
            to = Math.min(to, readers.get(i).returned());
        }
        if (to == Long.MAX_VALUE) {
            abandon();
            to = Math.min(ring.computed(), ring.published());
        }
        ring.retireTo(to);
    }

    /// How the threads of the stage park.
    Parking parking() {
        return ring.parking();
    }

    /// No reader is left: the feed ends, and the workers pass over what is left.
    private void abandon() {
        if (!state.isAbandoned()) {
            state.stopAfter(-1);
            onAbandoned.run();
        }
    }

    /// A worker has moved its sequence and goes on.
    public void moved() {
        ring.parking().step(Parking.Point.DONE);
        waiting.moved();
        if (state.isAbandoned()) {
            ring.parking().step(Parking.Point.RETIRING);
            retireComputed();
        }
    }

    /// Slots without a reader are retired as the workers are done with them, never before, so that what these have
    /// borrowed stays as long as a worker looks at it.
    private synchronized void retireComputed() {
        ring.retireTo(Math.min(ring.computed(), ring.published()));
    }

    /// Wakes the readers and the feed: they look at the state of the run.
    public void wakeAll() {
        waiting.wakeAll();
        room.wake();
    }
}
