package dev.sluice.context;

import dev.sluice.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What went wrong in keeping data. Immutable.
///
/// @param shelf the store
/// @param key   what is not kept
/// @param cause why
record StoreFailure(Shelf shelf, StoreKey key, Throwable cause) {
    /// One sentence.
    String sentence() {
        return key + " is not kept in store " + shelf.store().name() + ": "
                + (cause.getMessage() == null ? cause : cause.getMessage());
    }

    /// @throws UncheckedIOException if the run cannot do without the store
    void throwIfRequired() {
        if (shelf.required()) {
            throw new UncheckedIOException(sentence(), new IOException(cause));
        }
    }
}
