package dev.sluice.context;

import dev.sluice.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What went wrong in keeping data. Immutable.
///
/// @param attached the store
/// @param key   what is not kept
/// @param cause why
record StoreFailure(AttachedStore attached, StoreKey key, Throwable cause) {
    /// One sentence.
    String sentence() {
        return key + " is not kept in store " + attached.store().name() + ": "
                + (cause.getMessage() == null ? cause : cause.getMessage());
    }

    /// @throws UncheckedIOException if the run cannot do without the store
    void throwIfRequired() {
        if (attached.required()) {
            throw new UncheckedIOException(sentence(), new IOException(cause));
        }
    }
}
