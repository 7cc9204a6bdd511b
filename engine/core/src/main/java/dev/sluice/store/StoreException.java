package dev.sluice.store;

import java.io.IOException;

/// A store refuses: another writer has the key, its data are there already, it is full, or they were removed. The
/// message names the key and the remedy. A run that meant to keep its results may go on without.
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Described in one sentence.
    public StoreException(String message) {
        super(message);
    }

    /// Described in one sentence, with what led to it.
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
