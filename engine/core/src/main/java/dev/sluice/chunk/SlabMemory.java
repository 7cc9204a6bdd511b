package dev.sluice.chunk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The native memory of one slab, or of several that are freed together: closing an arena stops every thread of the
/// process for a moment, tens of microseconds, so that small slabs share one.
///
/// A common one is used under the lock of its pool; any other by one thread at a time.
final class SlabMemory {
    private static final long MOST_WAITED = TimeUnit.SECONDS.toNanos(30);
    private static final long BETWEEN_ATTEMPTS = TimeUnit.MICROSECONDS.toNanos(50);

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
            close();
        }
    }

    /// A kernel that still runs on the memory, in a thread that was lent it, holds it for the length of a call.
    private void close() {
        long begin = System.nanoTime();
        while (arena.scope().isAlive()) {
            try {
                arena.close();
            } catch (IllegalStateException held) {
                if (System.nanoTime() - begin > MOST_WAITED) {
                    throw new IllegalStateException(
                            "a kernel still computes on memory of a stream that was closed: waited="
                                    + TimeUnit.NANOSECONDS.toSeconds(MOST_WAITED)
                                    + " s; end the threads that use its chunks before the stream is closed",
                            held);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS);
            }
        }
    }
}
