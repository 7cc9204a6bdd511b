package dev.sluice.chunk;

import dev.sluice.record.Checked;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A block of off-heap memory that a [ChunkPool] lends out, takes back and lends again. Used under the lock of the
/// pool.
///
/// In checked mode it has canaries on both ends. Each loan has a generation: a [Lease] of an earlier one is stale. The
/// memory lives until the pool needs its bytes for another size, or closes.
final class Slab {
    private static final long CANARY = 0x5C1C_E0CA_9A87_0D1EL;
    private static final long CANARY_BYTES = Checked.ON ? 64 : 0;

    final SlabMemory owner;
    final long size;
    final MemorySegment memory;
    /// Odd while lent, even while free; changed only under the pool's lock, read by checks on any thread.
    volatile long generation;

    /// A slab of `size` bytes of `owner`.
    Slab(SlabMemory owner, long size) {
        this.owner = owner;
        this.size = size;
        this.memory = owner.allocate(size + 2 * CANARY_BYTES);
    }

    /// Begins a loan of this memory.
    MemorySegment lend() {
        generation++;
        if (Checked.ON) {
            paintCanaries();
        }
        return memory.asSlice(CANARY_BYTES, size);
    }

    /// Ends the loan, and poisons the memory in checked mode; false if a thread wrote outside of it.
    boolean takeBack() {
        generation++;
        if (!Checked.ON) {
            return true;
        }
        memory.asSlice(CANARY_BYTES, size).fill(ChunkPool.POISON);
        return canariesStand();
    }

    private void paintCanaries() {
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, CANARY);
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, memory.byteSize() - 8 - at, CANARY);
        }
    }

    private boolean canariesStand() {
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            if (memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != CANARY
                    || memory.get(ValueLayout.JAVA_LONG_UNALIGNED, memory.byteSize() - 8 - at) != CANARY) {
                return false;
            }
        }
        return true;
    }

    /// The memory is not needed any more.
    void free() {
        owner.release();
    }
}
