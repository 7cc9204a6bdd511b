package dev.sluice.stream;

import java.io.Serial;

/// The calling thread was interrupted while it waited: for a chunk, for room, or for a stream to be opened.
///
/// The interrupt flag of the thread is set again. A call that did not have to wait does not look at the flag. What
/// becomes of the call is said where it may throw this; a stream that was waited for goes on when it is asked again.
public final class InterruptedWaitException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// Sets the interrupt flag of the calling thread, which waited for `what`; `remedy` says how to go on.
    public InterruptedWaitException(String what, String remedy, InterruptedException cause) {
        super("interrupted while waiting for " + what + "; " + remedy, cause);
        Thread.currentThread().interrupt();
    }
}
