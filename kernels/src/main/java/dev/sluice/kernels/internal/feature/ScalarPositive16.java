package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Sums over those 16-bit samples that lie on the signal's side of a pedestal; unchecked, stateless, safe from any
/// thread.
public final class ScalarPositive16 {

    /// The most samples whose sum and count fit one long.
    public static final int MOST = 32_768;

    private static final int COUNT = 16;
    private static final int UNSIGNED = 0xFFFF;

    private ScalarPositive16() {}

    /// Sum and count in one.
    public static long of(long sum, long count) {
        return sum << COUNT | count;
    }

    /// The sum of distances from the pedestal.
    public static long sum(long both) {
        return both >> COUNT;
    }

    /// The number of samples on its side, those on it included.
    public static long count(long both) {
        return both & UNSIGNED;
    }

    /// Sum and count of up to `MOST` samples.
    public static long both(long address, int count, int pedestal, boolean positive, boolean unsigned) {
        long sum = 0;
        long beyond = 0;
        for (int i = 0; i < count; i++) {
            int distance = distance(address, i, pedestal, positive, unsigned);
            sum += Math.max(distance, 0);
            beyond += distance >= 0 ? 1 : 0;
        }
        return of(sum, beyond);
    }

    /// The first sample from number `from` on at which the charge, which is `sum` and `beyond` before it, is at least
    /// `charge`; the last before `to` if none is.
    public static int reached(
            long address,
            int from,
            int to,
            int pedestal,
            boolean positive,
            boolean unsigned,
            long sum,
            long beyond,
            double fraction,
            double charge) {
        long running = sum;
        long number = beyond;
        int i = from;
        for (; i < to - 1; i++) {
            int distance = distance(address, i, pedestal, positive, unsigned);
            running += Math.max(distance, 0);
            number += distance >= 0 ? 1 : 0;
            if (running + number * fraction >= charge) {
                return i;
            }
        }
        return i;
    }

    private static int distance(long address, int index, int pedestal, boolean positive, boolean unsigned) {
        short loaded = AddressSpace.int16(address + 2L * index);
        int sample = unsigned ? loaded & UNSIGNED : loaded;
        return positive ? sample - pedestal : pedestal - sample;
    }
}
