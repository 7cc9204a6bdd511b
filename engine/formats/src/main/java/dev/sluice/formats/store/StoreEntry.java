package dev.sluice.formats.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredChunk;
import dev.sluice.store.StoredData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a store holds under one name, without its records: for lists. Immutable; safe from any thread.
///
/// @param name    its folder in the store, or the key where a store has no such
/// @param state   whether it is complete
/// @param data    what can be read of it; empty if nothing can
/// @param bytes   what it takes on the disk, or in the store
/// @param trouble one sentence about what is wrong; empty if nothing is
public record StoreEntry(String name, State state, Optional<StoredData> data, long bytes, String trouble) {
    /// In what state it is.
    public enum State {
        /// It is found by runs.
        COMPLETE,
        /// A process is writing it.
        BEING_WRITTEN,
        /// It was interrupted; the next run that wants it goes on from there.
        UNFINISHED,
        /// It cannot be read as it is.
        DAMAGED,
        /// It was left by a removal that did not come to its end.
        LEFT_OVER;

        /// In words: `being written`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// What a store finds under a key.
    public static StoreEntry of(StoredData data) {
        return new StoreEntry(data.key().name(), State.COMPLETE, Optional.of(data), data.storedBytes(), "");
    }

    /// Run, type of data and lineage, if they can be read.
    public Optional<StoreKey> key() {
        return data.map(StoredData::key);
    }

    /// The type of the records, if it can be read.
    public Optional<RecordType> type() {
        return data.map(StoredData::type);
    }

    /// The number of chunks that can be read.
    public int chunks() {
        return data.map(found -> found.chunks().size()).orElse(0);
    }

    /// The number of records in them.
    public long records() {
        return data.map(StoredData::count).orElse(0L);
    }

    /// The number of losses in them.
    public long losses() {
        return data.map(StoredData::chunks).stream()
                .flatMap(List::stream)
                .map(StoredChunk::losses)
                .mapToLong(List::size)
                .sum();
    }

    /// From the first chunk to the last, if there are any.
    public Optional<TimeRange> timeRange() {
        return data.filter(found -> !found.chunks().isEmpty()).map(StoredData::timeRange);
    }
}
