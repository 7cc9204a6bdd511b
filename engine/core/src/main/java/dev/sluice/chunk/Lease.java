package dev.sluice.chunk;

import dev.sluice.record.Guard;
import java.lang.foreign.MemorySegment;

/// One loan of memory from a [ChunkPool]: its holder owns the bytes until it releases them, once.
///
/// As a [Guard] it knows whether the loan still stands; in checked mode every access to records that were bound to it
/// asks. May be released by another thread than took it, if that thread was handed it with a happens-before.
public final class Lease implements Guard {
    private final ChunkPool pool;
    private final String owner;
    private final Throwable taken;
    final Slab slab;
    final long generation;
    private final MemorySegment memory;
    private final MemorySegment readOnly;

    Lease(ChunkPool pool, Slab slab, MemorySegment memory, String owner, Throwable taken) {
        this.pool = pool;
        this.slab = slab;
        this.memory = memory;
        this.readOnly = memory.asReadOnly();
        this.generation = slab.generation;
        this.owner = owner;
        this.taken = taken;
    }

    /// The memory lent; not zeroed.
    ///
    /// @throws IllegalStateException if the loan has ended
    public MemorySegment memory() {
        check();
        return memory;
    }

    /// The same memory, for reading only.
    ///
    /// @throws IllegalStateException if the loan has ended
    public MemorySegment readOnlyMemory() {
        check();
        return readOnly;
    }

    /// How many bytes are lent.
    public long byteSize() {
        return memory.byteSize();
    }

    /// The name of its owner, for messages.
    public String owner() {
        return owner;
    }

    Throwable taken() {
        return taken;
    }

    /// Gives the memory back.
    ///
    /// @throws IllegalStateException if it was given back before
    public void release() {
        pool.takeBack(this);
    }

    boolean stands() {
        return slab.generation == generation;
    }

    /// @throws IllegalStateException if the loan has ended
    @Override
    public void check() {
        if (!stands()) {
            throw new IllegalStateException("stale view: the memory of " + owner + " was given back (generation="
                    + generation + ", now=" + slab.generation
                    + "); a chunk of a stream is valid until the next one is asked for: detach() it to keep it");
        }
    }
}
