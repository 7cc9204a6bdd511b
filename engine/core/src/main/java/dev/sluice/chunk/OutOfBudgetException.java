package dev.sluice.chunk;

/// A pool was asked for more bytes than its budget holds; the message names who asked, how much, and the limit.
public final class OutOfBudgetException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// Told in one sentence.
    public OutOfBudgetException(String message) {
        super(message);
    }
}
