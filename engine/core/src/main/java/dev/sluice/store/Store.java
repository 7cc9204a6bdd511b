package dev.sluice.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Keeps results by run, type of data and lineage, and finds them again. Safe from any thread.
///
/// Laws of every store:
///
/// 1. Nothing half-written is ever found: data appear at once, when their writer commits, and never before.
/// 2. What comes out equals what went in: every byte of every record, losses, intervals, empty chunks. A store that
///    cuts chunks anew says so in its documents, and then keeps records, losses and the range of time.
/// 3. A key has one writer at a time; of several that ask, one gets it and the others are refused.
/// 4. An error while writing, also one that a later thread meets, reaches the caller at the latest when it commits.
/// 5. Reading touches the chunks that the range needs and no others.
public interface Store extends AutoCloseable {
    /// A short name for messages and plans, such as `memory`.
    String name();

    /// The data under that key, if they are complete; whether of the whole run, [StoredData#covers] says.
    ///
    /// @throws IOException if the store cannot be read
    Optional<StoredData> find(StoreKey key) throws IOException;

    /// Starts to write what was computed of the whole run.
    ///
    /// @throws StoreException as [#writer(StoreKey, RecordType, TimeRange)]
    default StoreWriter writer(StoreKey key, RecordType type) throws IOException {
        return writer(key, type, TimeRange.UNBOUNDED);
    }

    /// Starts to write what was computed for the range of time `coverage`. Data of a part that were stored before stay
    /// found until this writer commits, and are replaced then.
    ///
    /// @throws StoreException if the key is being written, or is stored and covers that range; the run may go on
    /// without
    /// @throws IOException if the store cannot be written
    StoreWriter writer(StoreKey key, RecordType type, TimeRange coverage) throws IOException;

    /// What an interrupted writer of that key left, up to its last complete chunk; or what one that is at work has
    /// written so far. Empty where there is nothing of it, and in stores that keep no such, which is the default.
    ///
    /// @throws IOException if the store cannot be read
    default Optional<StoredData> unfinished(StoreKey key) throws IOException {
        return Optional.empty();
    }

    /// Starts to write where an interrupted writer of the same type and coverage stopped: the first chunk begins where
    /// the last one of [#unfinished] ends. Without such it starts anew, as [#writer(StoreKey, RecordType, TimeRange)]
    /// does.
    ///
    /// @throws StoreException as [#writer(StoreKey, RecordType, TimeRange)]
    /// @throws IOException if the store cannot be written
    default StoreWriter resume(StoreKey key, RecordType type, TimeRange coverage) throws IOException {
        return writer(key, type, coverage);
    }

    /// The keys of all complete data, in no order that lasts.
    ///
    /// @throws IOException if the store cannot be read
    List<StoreKey> list() throws IOException;

    /// The keys of the same run and type, whatever their lineage: to say why what is there is not what is wanted.
    ///
    /// @throws IOException if the store cannot be read
    default List<StoreKey> list(String runId, String dataType) throws IOException {
        return list().stream()
                .filter(key -> key.runId().equals(runId) && key.dataType().equals(dataType))
                .toList();
    }

    /// Removes the data under that key; they are not found from then on, readers that are open go on. False if there
    /// were none; a writer of that key is not disturbed.
    ///
    /// @throws IOException if they cannot be removed
    boolean remove(StoreKey key) throws IOException;

    /// Ends the store: open writers are aborted, memory is freed, that of open readers when they close. Doing so twice
    /// is harmless; anything else is refused from then on.
    @Override
    void close() throws IOException;
}
