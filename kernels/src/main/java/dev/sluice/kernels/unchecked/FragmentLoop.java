package dev.sluice.kernels.unchecked;

/// The unchecked loops of `RecordOperations`; implementations are immutable, stateless and safe from any thread.
///
/// All take addresses that the door has checked; `limit` is the one just after the records' segment: memory before it
/// may be read. None allocates.
public interface FragmentLoop {

    /// Makes records of raw records.
    void fromRaw(long raw, long count, long records);

    /// Zeroes the samples after the length.
    void zeroOutOfBounds(long records, long count);

    /// Subtracts the whole part of the baseline field.
    void subtractBaseline(long records, long count);

    /// Writes the areas.
    void integrate(long records, long count, long limit);
}
