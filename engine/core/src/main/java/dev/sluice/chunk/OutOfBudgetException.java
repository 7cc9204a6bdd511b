package dev.sluice.chunk;

/// A pool was asked for more bytes than its budget holds; the message names the owner, the bytes and the limit.
public final class OutOfBudgetException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// Described in one sentence.
    public OutOfBudgetException(String message) {
        super(message);
    }
}
