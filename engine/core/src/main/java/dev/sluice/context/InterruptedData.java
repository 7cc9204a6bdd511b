package dev.sluice.context;

import dev.sluice.record.RecordType;
import dev.sluice.store.Store;
import dev.sluice.store.StoreKey;

/// What a run that was interrupted left in a store. Immutable.
///
/// @param store where it is; null if nothing of it is there, but what depends on it was begun
/// @param key   under what
/// @param type  the type of its records
record InterruptedData(Store store, StoreKey key, RecordType type) {
    boolean isBegun() {
        return store != null;
    }
}
