package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `PeakChargeKernel`; implementations are immutable, stateless and safe from any thread.
public interface PeakChargeLoop {

    /// Computes `count` records from address `records` on into result records from address `results` on.
    ///
    /// The kernel's door has checked both. `limit` is the address just after the waveforms' segment: memory before it
    /// may be read, also after a window, as long as the result does not depend on it. Allocates nothing.
    void run(long records, long count, long limit, long results);
}
