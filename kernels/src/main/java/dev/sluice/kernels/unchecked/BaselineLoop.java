package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `BaselineKernel`; implementations are immutable, stateless and safe from any thread.
public interface BaselineLoop {

    /// Computes `count` records from address `records` on into result records from address `results` on, and gives the
    /// index of the first that had to be refused, or `count`.
    ///
    /// `limit` is as in `PeakChargeLoop`; `channels` is null exactly if the plan carries nothing. Allocates nothing.
    long run(long records, long count, long limit, long results, RawBaselines channels);
}
