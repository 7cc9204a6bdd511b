package dev.sluice.kernels.vector;

import static dev.sluice.kernels.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.Vectors.LONGS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.ScalarTimes;
import jdk.incubator.vector.LongVector;

/// Searches of a column of int64 times; unchecked, stateless, allocates nothing.
final class Times {

    private static final int LANES = LONGS.length();

    /// Values per call of the vector loop, so that an early disorder is found early.
    private static final int BLOCK = 4096;

    private Times() {}

    /// As `ScalarTimes.firstDisorder`; contiguous times on vectors, strided ones one by one.
    static long firstDisorder(long address, long count, int stride) {
        if (stride != Long.BYTES) {
            return ScalarTimes.firstDisorder(address, count, stride, 0);
        }
        long from = 1;
        while (from + BLOCK <= count && isSorted(address + from * Long.BYTES)) {
            from += BLOCK;
        }
        return ScalarTimes.firstDisorder(address, count, Long.BYTES, from);
    }

    /// True if each of the `BLOCK` values from this address on is no less than the one before it.
    private static boolean isSorted(long address) {
        for (int i = 0; i < BLOCK; i += LANES) {
            long at = address + (long) i * Long.BYTES;
            LongVector times = LongVector.fromMemorySegment(LONGS, EVERYTHING, at, LITTLE_ENDIAN);
            LongVector before = LongVector.fromMemorySegment(LONGS, EVERYTHING, at - Long.BYTES, LITTLE_ENDIAN);
            if (times.lt(before).anyTrue()) {
                return false;
            }
        }
        return true;
    }
}
