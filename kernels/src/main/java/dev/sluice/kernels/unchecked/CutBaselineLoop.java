package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `CutBaselineKernel`; implementations are immutable and safe from any thread.
public interface CutBaselineLoop {

    /// Copies `count` records to address `target` without the baseline around pulses. Allocates nothing.
    void run(long records, long count, long target);
}
