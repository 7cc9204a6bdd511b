package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.CpuPinning;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReaders;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.Watched;
import dev.sluice.stream.StreamSettings;
import java.util.List;

/// One thread of the ordered pool: claims a slot, computes in it, goes on.
///
/// Its sequence is one below the slot it works on, so that the minimum over the workers is the last slot before
/// which all are done: readers that wait on that minimum see the slots in order although they are computed out of
/// order.
final class Worker implements Runnable, Watched {
    private final StagePlan plan;
    private final SlotRing ring;
    private final RingReaders readers;
    private final int index;
    private final StageState state;
    private final int cpu;
    private final PluginCalls calls;
    private final TapPoints taps;
    private final StageCounters counters;
    private final InlineWorker inline;
    private final OrderedWork ordered;
    private StageTask task;

    /// @param ordered what the workers of the stage do one after the other; null where nothing is
    /// @param inline  lets the reader compute in its place; null where it never does
    Worker(
            StagePlan plan,
            SlotRing ring,
            RingReaders readers,
            int index,
            StageState state,
            TapPoints taps,
            StreamSettings settings,
            int cpu,
            OrderedWork ordered,
            InlineWorker inline) {
        this.plan = plan;
        this.ring = ring;
        this.readers = readers;
        this.index = index;
        this.state = state;
        this.taps = taps;
        this.counters = new StageCounters(plan);
        this.inline = inline;
        this.cpu = cpu;
        // Where a reader stands in, what comes in is checked before it is published.
        boolean checksInput = plan.hasSource() && inline == null;
        this.ordered = ordered;
        this.calls = new PluginCalls(plan, state, settings, checksInput, ordered, plan.workers(settings.workers()));
    }

    /// Names the work of its thread; before that starts.
    void workBy(StageTask thread) {
        task = thread;
    }

    @Override
    public void run() {
        try {
            calls.prepare(this::pin);
            if (inline == null || inline.awaitTurn(calls.mayMove())) {
                if (inline != null) {
                    // Up to here a reader has computed.
                    ring.claimAfter(sequence());
                }
                work();
            }
        } catch (Throwable unexpected) {
            state.run().died(unexpected);
        } finally {
            calls.close();
        }
    }

    private void pin() {
        if (cpu >= 0) {
            CpuPinning.pinCurrentThread(cpu);
        }
    }

    /// Computes the next slot, which is published, on the calling thread, which stands in for the thread of the
    /// worker. False if that thread was interrupted meanwhile: the slot is as if nothing was computed.
    boolean computeHere(long published) {
        boolean done = true;
        try {
            done = computeSlot(published, true);
        } finally {
            if (done) {
                // Also where it died of something: no slot is computed twice.
                ring.done(index, published);
            }
        }
        return done;
    }

    /// The last slot that it is done with.
    long sequence() {
        return ring.doneBy(index);
    }

    /// What it has computed.
    StageCounters counters() {
        return counters;
    }

    /// Until the ring is halted.
    private void work() {
        while (true) {
            long claimed = ring.claim(index);
            // After the claim: it may be what lets the minimum pass the slots that others have computed.
            readers.moved();
            if (!await(claimed)) {
                return;
            }
            computeSlot(claimed, false);
            ring.done(index, claimed);
        }
    }

    /// False if a reader that computes was interrupted meanwhile.
    private boolean computeSlot(long claimed, boolean inReader) {
        Slot slot = ring.slot(claimed);
        if (slot.isLast() || slot.failure() != null) {
            return true;
        }
        boolean computed = state.isWanted(claimed);
        if (computed) {
            if (!(inReader ? calls.computeInReader(claimed, slot) : calls.compute(claimed, slot))) {
                return false;
            }
            counters.count(slot);
            taps.offer(slot);
        }
        if (ordered != null && (!computed || slot.failure() != null)) {
            ordered.endAt(slot);
        }
        return true;
    }

    private boolean await(long claimed) {
        if (ring.isPublished(claimed)) {
            return true;
        }
        readers.waiting().idle();
        ring.parking().step(Parking.Point.IDLE);
        long began = System.nanoTime();
        boolean published = ring.awaitPublished(claimed);
        counters.idle(System.nanoTime() - began);
        return published;
    }

    /// It has work while the slot after its sequence is filled and does not wait for those before, or while the reader
    /// computes in its place.
    @Override
    public long position() {
        long done = sequence();
        if (inline != null && inline.isOfReader()) {
            return inline.isComputing() ? done : IDLE;
        }
        boolean waits = ordered != null && ring.slot(done + 1).isWaiting();
        return ring.published() > done && task.isAlive() && !waits ? done : IDLE;
    }

    @Override
    public String who() {
        return plan.pluginName(calls.output());
    }

    @Override
    public String dataType() {
        return plan.dataType(calls.output());
    }

    @Override
    public long chunk() {
        return ring.slot(sequence() + 1).number();
    }

    /// Null where the slot is opened anew while it is looked at.
    @Override
    public TimeRange range() {
        Slot slot = ring.slot(sequence() + 1);
        long start = slot.start();
        long end = slot.end();
        return start <= end ? new TimeRange(start, end) : null;
    }

    @Override
    public List<StackTraceElement> stack() {
        List<StackTraceElement> ofReader = inline == null ? List.of() : inline.stack();
        return ofReader.isEmpty() ? List.of(task.stackTrace()) : ofReader;
    }
}
