package dev.sluice.kernels;

import dev.sluice.kernels.internal.memory.Scratch;

/// What kernels hold of memory outside of the heap, besides what their callers give them. Safe for any thread.
public final class KernelMemory {
    private KernelMemory() {}

    /// Bytes of the working memory of all threads that are alive, and of some that have ended lately.
    public static long bytes() {
        return Scratch.heldBytes();
    }
}
