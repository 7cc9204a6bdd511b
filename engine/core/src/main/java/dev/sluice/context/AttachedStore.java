package dev.sluice.context;

import dev.sluice.store.Store;
import java.util.Objects;

/// A store that a context uses. Immutable.
///
/// @param store    the store
/// @param required whether a run fails if it does
record AttachedStore(Store store, boolean required) {
    AttachedStore {
        Objects.requireNonNull(store, "store");
    }
}
