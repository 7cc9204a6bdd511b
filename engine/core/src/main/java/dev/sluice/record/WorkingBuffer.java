package dev.sluice.record;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Off-heap memory that grows to the largest size asked for, and is kept until it is closed. Of one thread; a steady
/// state allocates nothing.
public final class WorkingBuffer implements AutoCloseable {
    private static final long LINE = 64;

    private final WorkingMemory memory;
    private final String owner;
    private Arena arena;
    private MemorySegment segment = MemorySegment.NULL;
    private Records records;

    /// Memory for `owner`, a name for messages; none yet.
    public WorkingBuffer(WorkingMemory memory, String owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /// At least `bytes` bytes, which start at a cache line; where it grows, to half of that more, what it held is
    /// gone and it is zero.
    ///
    /// @throws RuntimeException if the budget does not hold them; the buffer is empty then
    public MemorySegment atLeast(long bytes) {
        if (segment.byteSize() < bytes) {
            long size = segment.byteSize() == 0 ? bytes : Math.addExact(bytes, bytes / 2);
            close();
            arena = memory.arena(owner);
            segment = arena.allocate(size, LINE);
        }
        return segment;
    }

    /// What there is; nothing before it was asked for.
    public MemorySegment segment() {
        return segment;
    }

    /// Room for `count` records of that type, as [#atLeast(long)] gives it: the same object until it grows.
    public Records records(RecordType type, long count) {
        if (records == null || records.count() < count || records.type() != type) {
            MemorySegment room = atLeast(Math.multiplyExact(count, type.size()));
            records = Records.of(type, room, 0, room.byteSize() / type.size());
        }
        return records;
    }

    /// Frees the memory; it may be used again.
    @Override
    public void close() {
        segment = MemorySegment.NULL;
        records = null;
        if (arena != null) {
            Arena closing = arena;
            arena = null;
            closing.close();
        }
    }
}
