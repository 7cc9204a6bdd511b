package dev.sluice.kernels.unchecked;

/// The unchecked search of `TimeBounds` for a time that is out of order; stateless and safe from any thread.
public interface TimeOrderLoop {

    /// Index of the first of `count` int64 values that is less than the one before; -1 if none.
    long firstDisorder(long address, long count);
}
