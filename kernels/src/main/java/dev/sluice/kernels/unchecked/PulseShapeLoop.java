package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `PulseShapeKernel`; implementations are immutable, stateless and safe from any thread.
public interface PulseShapeLoop {

    /// Computes `count` records from address `records` on into result records from address `results` on; `limit` is as
    /// in `PeakChargeLoop`. Allocates nothing.
    void run(long records, long count, long limit, long results);
}
