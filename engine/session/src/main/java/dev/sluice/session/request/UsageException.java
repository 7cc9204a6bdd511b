package dev.sluice.session.request;

/// What was asked for cannot be: the message says what is wrong and what to write. Nothing was run.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Described in one sentence.
    public UsageException(String message) {
        super(message);
    }

    /// The same, because of `cause`, whose message it carries.
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
