package dev.sluice.internal.run;

import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.Turns;
import dev.sluice.stream.WaitPolicy;
import java.util.function.Supplier;

/// What the workers of a stage that is cut at silences do one after the other: compute what goes on in order, with what
/// the plugin remembers, and count its results. Thread-safe.
final class OrderedWork {
    private final Turns pieces;
    private final Turns numbers;
    private final boolean numbering;
    private PluginCall call;
    private int users;
    private boolean prepared;
    private long counted;

    /// For the first plugin of `plan`, which is computed by so many workers.
    OrderedWork(StagePlan plan, int workers, WaitPolicy policy, Parking parking) {
        this.pieces = new Turns(workers, policy, parking);
        this.numbers = new Turns(workers, policy, parking);
        this.numbering = plan.demand().silence().numbers();
    }

    /// One more worker that computes; the first one says how the plugin is called for what goes on in order.
    synchronized void join(Supplier<PluginCall> inOrder) {
        if (call == null) {
            call = inOrder.get();
        }
        users++;
    }

    /// Waits for the turn of a slot that is computed in order; how the plugin is called for it.
    ///
    /// @throws IllegalStateException if nothing after it is of use
    PluginCall begin(Slot slot) throws Exception {
        await(pieces, slot.turn(), slot);
        if (!prepared) {
            call.prepare();
            prepared = true;
        }
        return call;
    }

    private static void await(Turns turns, long turn, Slot slot) {
        slot.waiting(true);
        try {
            if (!turns.await(turn)) {
                throw new IllegalStateException("the stage has ended");
            }
        } finally {
            slot.waiting(false);
        }
    }

    /// The turn of that slot is over.
    void end(Slot slot) {
        pieces.pass(slot.turn());
    }

    /// Whether results are counted.
    boolean isNumbering() {
        return numbering;
    }

    /// Counts `count` results of a slot, once all slots before have done so; how many those have.
    ///
    /// @throws IllegalStateException if nothing after it is of use
    long number(Slot slot, long count) {
        await(numbers, slot.number(), slot);
        long before = counted;
        counted = before + count;
        numbers.pass(slot.number());
        return before;
    }

    /// The slot is not computed, as neither it nor any after it is of use.
    void endAt(Slot slot) {
        if (slot.turn() >= 0) {
            pieces.endAt(slot.turn());
        }
        numbers.endAt(slot.number());
    }

    /// No slot is of use any more.
    void halt() {
        pieces.endAt(0);
        numbers.endAt(0);
    }

    /// A worker computes no more: the last of them closes what was prepared.
    void leave() throws Exception {
        PluginCall left;
        synchronized (this) {
            left = --users == 0 && prepared ? call : null;
        }
        if (left != null) {
            left.close();
        }
    }
}
