package dev.sluice.app;

/// The command was used wrongly: the message says how, and the process ends with code 2 before anything was run.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Described in one sentence.
    UsageException(String message) {
        super(message);
    }

    /// The same, because of `cause`, whose message it carries.
    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
