package dev.sluice.internal.feed;

import dev.sluice.internal.ring.Loan;
import dev.sluice.internal.ring.RingReader;

/// What slots borrow that show chunks of another stage, each whole or in parts: a chunk goes back with its last part.
///
/// The feed may leave in the middle of a chunk, whose last part is then the last one that was shown. Slots give back in
/// order, once each, by whatever thread retires them.
final class ShownParts implements Loan {
    private final RingReader cursor;
    private long done;
    private long shown = Long.MAX_VALUE;
    private long rest;

    ShownParts(RingReader cursor) {
        this.cursor = cursor;
    }

    @Override
    public void giveBack(long upTo) {
        cursor.giveBack(isLast() ? rest : upTo);
    }

    /// Counts the slot; whether it was the last of those that were shown before the feed left inside of a chunk.
    private synchronized boolean isLast() {
        return ++done == shown;
    }

    /// Leaves after `slots` were shown, the last of them with a part of the chunk that `upTo` names.
    void leaveInside(long slots, long upTo) {
        // Before the last slot may give it back: the reader leaves with that.
        cursor.leave(upTo);
        if (isDone(slots, upTo)) {
            cursor.giveBack(upTo);
        }
    }

    private synchronized boolean isDone(long slots, long upTo) {
        shown = slots;
        rest = upTo;
        return done == slots;
    }
}
