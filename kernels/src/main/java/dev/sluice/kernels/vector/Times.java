package dev.sluice.kernels.vector;

import static dev.sluice.kernels.unchecked.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.vector.Vectors.LONGS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.scalar.ScalarTimes;
import dev.sluice.kernels.unchecked.TimeOrderLoop;
import dev.sluice.kernels.unchecked.TimeOrderPlan;
import jdk.incubator.vector.LongVector;

/// Searches of a column of int64 times; unchecked, stateless, allocates nothing.
final class Times {

    private static final int LANES = LONGS.length();

    /// Values per call of the vector loop, so that an early disorder is found early.
    private static final int BLOCK = 4096;

    private Times() {}

    /// As `ScalarTimes.firstDisorder`; contiguous times on vectors, strided ones one by one.
    static TimeOrderLoop firstDisorder(TimeOrderPlan plan) {
        return plan.stride() == Long.BYTES ? Times::firstDisorder : ScalarTimes.firstDisorder(plan);
    }

    private static long firstDisorder(long address, long count) {
        long from = 1;
        while (from + BLOCK <= count && isSorted(address + from * Long.BYTES)) {
            from += BLOCK;
        }
        return ScalarTimes.firstDisorder(address, count, Long.BYTES, from);
    }

    /// True if each of the `BLOCK` values from this address on is no less than the one before it.
    ///
    /// Without a mask: where the lesser of a pair is not the earlier one, some bit stays set. Masks of two lanes, as of
    /// 128 bits, become objects.
    private static boolean isSorted(long address) {
        long base = address & ADDRESSES;
        LongVector different = LongVector.zero(LONGS);
        for (int i = 0; i < BLOCK; i += LANES) {
            long at = base + (long) i * Long.BYTES;
            LongVector times = LongVector.fromMemorySegment(LONGS, EVERYTHING, at, LITTLE_ENDIAN);
            LongVector before = LongVector.fromMemorySegment(LONGS, EVERYTHING, at - Long.BYTES, LITTLE_ENDIAN);
            different = times.min(before).lanewise(XOR, before).or(different);
        }
        return LongVector.zero(LONGS).or(different).reduceLanes(OR) == 0;
    }
}
