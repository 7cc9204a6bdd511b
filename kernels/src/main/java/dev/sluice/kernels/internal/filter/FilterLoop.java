package dev.sluice.kernels.internal.filter;

/// The unchecked inner loop of `FilterKernel`; implementations are immutable, stateless and safe from any thread.
public interface FilterLoop {

    /// Filters `count` records from address `records` on into result records from address `results` on.
    ///
    /// The kernel has checked both. A record is read whole before its result is written, so that records may be
    /// filtered in place. Scratch memory is that of the calling thread. Allocates nothing once that is large enough.
    void run(long records, long count, long results);
}
