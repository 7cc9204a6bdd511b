package dev.sluice.chunk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The native memory of one slab, or of several that are freed together: closing an arena stops every thread of the
/// process for a moment, tens of microseconds, so that small slabs share one.
///
/// Used under the lock of its pool only.
final class SlabMemory {
    private final Arena arena = Arena.ofShared();
    private final boolean common;
    private int slabs;

    /// Memory for one slab, or a `common` one for many, which its maker releases once more than its slabs.
    SlabMemory(boolean common) {
        this.common = common;
        this.slabs = common ? 1 : 0;
    }

    /// True if a slab does not give its bytes back alone.
    boolean isCommon() {
        return common;
    }

    MemorySegment allocate(long bytes) {
        MemorySegment memory = arena.allocate(bytes, 64);
        slabs++;
        return memory;
    }

    /// One slab, or the maker, is done; the last one frees the memory.
    void release() {
        if (--slabs == 0) {
            arena.close();
        }
    }
}
