package dev.sluice.session.request;

/// The command was used wrongly: the message says how, and the process ends with code 2 before anything was run.
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
