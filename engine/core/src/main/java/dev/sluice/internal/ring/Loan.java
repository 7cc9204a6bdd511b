package dev.sluice.internal.ring;

/// Memory of another stage that a slot shows; given back when the slot is retired, never earlier.
public interface Loan {
    /// Gives everything up to `upTo`, a number of the lender's, back. Called by whatever thread retires the slot.
    void giveBack(long upTo);
}
