package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeOrderLoop;
import dev.sluice.kernels.unchecked.TimeOrderPlan;

/// Searches of a strided column of int64 times, one value at a time; unchecked, stateless, safe from any thread.
///
/// For kernel loops only; `address` is that of the first value. Nothing here allocates.
public final class ScalarTimes {

    private ScalarTimes() {}

    /// Index of the first value that is less than the one before, looking from index `from` on; -1 if there is none.
    public static long firstDisorder(long address, long count, int stride, long from) {
        if (from >= count) {
            return -1;
        }
        long previous = AddressSpace.int64(address + Math.max(0, from - 1) * stride);
        for (long i = from; i < count; i++) {
            long time = AddressSpace.int64(address + i * stride);
            if (time < previous) {
                return i;
            }
            previous = time;
        }
        return -1;
    }

    /// The search of the whole column.
    public static TimeOrderLoop firstDisorder(TimeOrderPlan plan) {
        int stride = plan.stride();
        return (address, count) -> firstDisorder(address, count, stride, 0);
    }
}
