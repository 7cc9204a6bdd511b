package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `FragmentFirKernel`; implementations are immutable, stateless and safe from any thread.
public interface FragmentFirLoop {

    /// Filters `count` records from address `records` on into result records from address `results` on, which lie
    /// elsewhere; `previous` and `next` are the indices of the fragments beside each, or -1. The kernel's door has
    /// checked all. Scratch memory is that of the calling thread. Allocates nothing once that is large enough.
    void run(long records, int count, int[] previous, int[] next, long results);
}
