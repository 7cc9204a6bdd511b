package dev.sluice.context;

import dev.sluice.store.Store;
import java.util.Objects;

/// A store that a context uses. Immutable.
///
/// @param store    the store
/// @param required whether a run fails if it does
record Shelf(Store store, boolean required) {
    Shelf {
        Objects.requireNonNull(store, "store");
    }
}
