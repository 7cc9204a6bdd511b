package dev.sluice.stream;

/// Memory of another stage that a slot shows; given back when the slot is retired, never earlier.
interface Loan {
    /// Gives everything up to `upTo`, a number of the lender's, back. Called by whatever thread retires the slot.
    void giveBack(long upTo);
}
