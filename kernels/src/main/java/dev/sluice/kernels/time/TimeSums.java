package dev.sluice.kernels.time;

import dev.sluice.kernels.internal.memory.Saturated;

/// Sums of times that stop at the limits of int64 instead of wrapping to the other end; stateless, safe from any
/// thread.
public final class TimeSums {

    private TimeSums() {}

    /// `time + length`, or the limit of int64 that it is beyond.
    public static long add(long time, long length) {
        return Saturated.add(time, length);
    }

    /// `time - length`, or the limit of int64 that it is beyond.
    public static long subtract(long time, long length) {
        return Saturated.subtract(time, length);
    }

    /// The time of sample number `sample` where that of number `known` is known. Samples are counted, and their times
    /// rounded, from the start of their waveform; `period` is the time of one.
    public static long ofSample(long sample, long known, long timeOfKnown, double period) {
        long start = subtract(timeOfKnown, (long) Math.rint(known * period));
        return add(start, (long) Math.rint(sample * period));
    }
}
