package dev.sluice.kernels.unchecked;

/// The unchecked pass of `TimeSortKernel`; implementations are immutable and safe from any thread.
public interface TimeSortLoop {

    /// Writes `count` records from address `records` on to address `target` on, in order; `scratch` has the bytes that
    /// `TimeSortPlan` asks for. The three do not overlap. Allocates nothing.
    void run(long records, int count, long target, long scratch);
}
