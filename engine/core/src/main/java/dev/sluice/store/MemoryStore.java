package dev.sluice.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// Keeps results off-heap, within a limit of bytes, as long as the process lives. Safe from any thread.
///
/// Records are copied once, when they are written; readers are lent the store's memory. Chunks stay as they were given.
/// A writer that would pass the limit fails and frees what it wrote; nothing is evicted. The store owns the memory and
/// frees it when it is closed or data are removed; what readers hold, when they close.
public final class MemoryStore implements Store {
    private final MemoryBudget budget;
    private final LongAdder chunksRead = new LongAdder();
    private final Map<StoreKey, MemoryData> stored = new LinkedHashMap<>();
    private final Set<MemoryStoreWriter> writers = new HashSet<>();
    private boolean closed;

    /// A store that holds at most `limit` bytes: records, and some hundred bytes per chunk.
    public MemoryStore(long limit) {
        this.budget = new MemoryBudget(limit);
    }

    /// `memory`.
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public synchronized Optional<StoredData> find(StoreKey key) {
        requireOpen();
        return Optional.ofNullable(stored.get(Objects.requireNonNull(key, "key")));
    }

    @Override
    public synchronized StoreWriter writer(StoreKey key, RecordType type, TimeRange coverage) throws StoreException {
        requireOpen();
        MemoryData known = stored.get(Objects.requireNonNull(key, "key"));
        if (known != null && known.covers(coverage)) {
            throw new StoreException(key + " is stored already, for the time range " + known.coverage()
                    + "; read it, or remove it first");
        }
        if (writers.stream().anyMatch(writer -> writer.key().equals(key))) {
            throw new StoreException(key + " is being written already; wait until it is found, or go on without");
        }
        MemoryStoreWriter writer = new MemoryStoreWriter(this, budget, key, type, coverage);
        writers.add(writer);
        return writer;
    }

    @Override
    public synchronized List<StoreKey> list() {
        requireOpen();
        return List.copyOf(stored.keySet());
    }

    @Override
    public boolean remove(StoreKey key) {
        MemoryData removed;
        synchronized (this) {
            requireOpen();
            removed = stored.remove(Objects.requireNonNull(key, "key"));
        }
        if (removed != null) {
            removed.drop();
        }
        return removed != null;
    }

    /// Bytes held now, those of writers and of removed data that are still read included.
    public long usedBytes() {
        return budget.used();
    }

    /// The most bytes that it may hold.
    public long limit() {
        return budget.limit();
    }

    /// How many chunks were read from it since it was made: what a range of time does not need is not counted.
    public long chunksRead() {
        return chunksRead.sum();
    }

    @Override
    public void close() {
        List<MemoryData> dropped;
        List<MemoryStoreWriter> aborted;
        synchronized (this) {
            closed = true;
            dropped = new ArrayList<>(stored.values());
            aborted = new ArrayList<>(writers);
            stored.clear();
        }
        // Not under the lock of the store: a writer holds its own while it asks for that one.
        aborted.forEach(StoreWriter::abort);
        dropped.forEach(MemoryData::drop);
    }

    void countRead() {
        chunksRead.increment();
    }

    void publish(MemoryStoreWriter writer, MemoryData data) {
        MemoryData replaced;
        synchronized (this) {
            requireOpen();
            writers.remove(writer);
            replaced = stored.put(data.key(), data);
        }
        if (replaced != null) {
            replaced.drop();
        }
    }

    synchronized void forget(MemoryStoreWriter writer) {
        writers.remove(writer);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "the store in memory is closed; open another, and keep it open while runs last");
        }
    }
}
