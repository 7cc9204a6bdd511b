package dev.sluice.stream;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Lease;
import dev.sluice.record.Checked;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One chunk of a slot and the memory that it keeps: grown when needed, never shrunk, reused lap after lap.
///
/// Not thread-safe: handed from the source to a worker to the reader by the sequences of the ring.
final class SlotBuffer {
    /// Copied from, because filling a part of a segment would allocate a slice of it.
    private static final MemorySegment ZEROS = Arena.global().allocate(16 * 1024, 64);

    private final ChunkPool pool;
    private final String owner;
    private final ChunkWindow window;
    private final int recordSize;
    private final LoanGuard guard = new LoanGuard();
    private final boolean gapped;
    private final Parts parts = new Parts();
    private Lease lease;
    private long handedOut;

    SlotBuffer(ChunkPool pool, RecordType type, String owner) {
        this.pool = pool;
        this.owner = owner;
        this.window = new ChunkWindow(type);
        this.recordSize = type.size();
        this.gapped = type.fields().stream().mapToInt(Field::byteSize).sum() < recordSize;
        if (Checked.ON) {
            window.window().guard(guard);
        }
    }

    ChunkWindow window() {
        return window;
    }

    /// Where the chunk is cut into several.
    Parts parts() {
        return parts;
    }

    /// Opens the buffer for a new chunk, without records yet.
    void open() {
        guard.open();
        handedOut = 0;
        parts.clear();
        window.window().rebind(MemorySegment.NULL, 0, 0);
    }

    /// Room for `count` records, with what was written since [#open()] kept.
    Records room(long count) {
        long bytes = Math.multiplyExact(count, recordSize);
        if (lease == null || lease.byteSize() < bytes) {
            grow(bytes);
        }
        if (gapped && count > handedOut) {
            clear(handedOut * recordSize, bytes);
            handedOut = count;
        }
        window.window().rebind(lease.memory(), 0, count);
        return window.records();
    }

    /// No field reaches the gaps of a type, so whatever lay there before would end up in files.
    private void clear(long from, long to) {
        for (long at = from; at < to; at += ZEROS.byteSize()) {
            MemorySegment.copy(ZEROS, 0, lease.memory(), at, Math.min(ZEROS.byteSize(), to - at));
        }
    }

    private void grow(long bytes) {
        Lease grown = pool.acquire(bytes, owner);
        if (lease != null) {
            long kept = Math.min(lease.byteSize(), grown.byteSize());
            MemorySegment.copy(lease.memory(), 0, grown.memory(), 0, kept);
            lease.release();
        }
        lease = grown;
    }

    /// Shows memory that belongs to somebody else.
    void lend(MemorySegment memory, long byteOffset, long count) {
        window.window().rebind(memory, byteOffset, count);
    }

    /// What access to the chunk is guarded by in checked mode.
    LoanGuard guard() {
        return guard;
    }

    /// The chunk shows memory that is guarded by `lender` too.
    void guardAlso(LoanGuard lender) {
        guard.lentBy(lender);
    }

    /// Trades memory with another buffer of the same type, whose records are shown then.
    void exchange(SlotBuffer other) {
        Lease own = lease;
        lease = other.lease;
        other.lease = own;
        lend(
                lease == null ? MemorySegment.NULL : lease.memory(),
                0,
                other.window.records().count());
    }

    /// Ends the life of the chunk: in checked mode later access is refused, and what was written is poisoned.
    void retire() {
        if (Checked.ON) {
            guard.end(owner);
            if (lease != null) {
                lease.memory().fill(ChunkPool.POISON);
            }
        }
    }

    void release() {
        guard.end(owner);
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }
}
