package dev.sluice.internal.ring;

import dev.sluice.record.Guard;

/// Knows whether a view that the engine lent may still be read. A view that shows borrowed memory is guarded by the
/// lender too: it ends with the chunk that is lent.
public final class LoanGuard implements Guard {
    private volatile String ended;
    private volatile int generation;
    private LoanGuard lender;
    private int lent;

    public void open() {
        lender = null;
        generation++;
        ended = null;
    }

    public void end(String owner) {
        ended = owner;
    }

    /// What is shown belongs to `owner`, as long as that is not opened anew.
    public void lentBy(LoanGuard owner) {
        lent = owner.generation;
        lender = owner;
    }

    @Override
    public void check() {
        String owner = ended;
        if (owner != null) {
            throw stale(owner);
        }
        if (lender != null) {
            lender.check();
            if (lender.generation != lent) {
                throw stale("a slot that lent its memory");
            }
        }
    }

    private static IllegalStateException stale(String owner) {
        return new IllegalStateException(
                "stale view of " + owner + ": its memory went on to another chunk; a chunk of a"
                        + " stream may be read until the next one is asked for, and a plugin's input and output during the call;"
                        + " detach() or copy what is to be kept");
    }
}
