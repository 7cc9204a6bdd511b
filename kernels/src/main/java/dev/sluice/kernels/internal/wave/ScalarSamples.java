package dev.sluice.kernels.internal.wave;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;

/// Reductions over contiguous samples, one sample at a time; unchecked, stateless, safe from any thread.
///
/// For kernel loops only: `address` must be that of `count` readable samples. Nothing here allocates.
public final class ScalarSamples {

    private static final int UNSIGNED = 0xFFFF;

    private ScalarSamples() {}

    /// Maximum minus minimum of 16-bit samples, exact; 0 if there are none.
    public static int peakToPeak16(long address, int count, boolean unsigned) {
        if (count == 0) {
            return 0;
        }
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int sample = sample16(address, i, unsigned);
            low = Math.min(low, sample);
            high = Math.max(high, sample);
        }
        return high - low;
    }

    /// Sum of samples of these waveforms; that of 16-bit ones is exact.
    public static double sum(RawWaveforms waveforms, long address, int count) {
        return waveforms.isFloat() ? sumFloat(address, count) : sum16(address, count, waveforms.isUnsigned());
    }

    /// Sum of 16-bit samples, exact.
    public static long sum16(long address, int count, boolean unsigned) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += sample16(address, i, unsigned);
        }
        return sum;
    }

    private static int sample16(long address, int index, boolean unsigned) {
        short sample = AddressSpace.int16(address + 2L * index);
        return unsigned ? sample & UNSIGNED : sample;
    }

    /// Maximum minus minimum of float samples; 0 if there are none, the canonical NaN if one is NaN.
    public static float peakToPeakFloat(long address, int count) {
        if (count == 0) {
            return 0.0f;
        }
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float sample = AddressSpace.float32(address + 4L * i);
            low = Math.min(low, sample);
            high = Math.max(high, sample);
        }
        return Floats.canonical(high - low);
    }

    /// Sum of float samples in float64, in the order that `PeakChargeKernel` documents.
    public static double sumFloat(long address, int count) {
        return (everyFourth(address, count, 0) + everyFourth(address, count, 2))
                + (everyFourth(address, count, 1) + everyFourth(address, count, 3));
    }

    /// The four of the 16 partial sums whose number is `first` modulo 4, folded into one.
    private static double everyFourth(long address, int count, int first) {
        double partial0 = 0.0;
        double partial4 = 0.0;
        double partial8 = 0.0;
        double partial12 = 0.0;
        int i = first;
        for (; i < count - 12; i += 16) {
            partial0 += AddressSpace.float32(address + 4L * i);
            partial4 += AddressSpace.float32(address + 4L * (i + 4));
            partial8 += AddressSpace.float32(address + 4L * (i + 8));
            partial12 += AddressSpace.float32(address + 4L * (i + 12));
        }
        if (i < count) {
            partial0 += AddressSpace.float32(address + 4L * i);
        }
        if (i < count - 4) {
            partial4 += AddressSpace.float32(address + 4L * (i + 4));
        }
        if (i < count - 8) {
            partial8 += AddressSpace.float32(address + 4L * (i + 8));
        }
        return (partial0 + partial8) + (partial4 + partial12);
    }

    /// Sum of the squared distances of float samples from `mean` in float64, in the order of `sumFloat`.
    public static double squaredDistances(long address, int count, double mean) {
        return (distancesOfEveryFourth(address, count, 0, mean) + distancesOfEveryFourth(address, count, 2, mean))
                + (distancesOfEveryFourth(address, count, 1, mean) + distancesOfEveryFourth(address, count, 3, mean));
    }

    private static double distancesOfEveryFourth(long address, int count, int first, double mean) {
        return (squaresOfEverySixteenth(address, count, first, mean)
                        + squaresOfEverySixteenth(address, count, first + 8, mean))
                + (squaresOfEverySixteenth(address, count, first + 4, mean)
                        + squaresOfEverySixteenth(address, count, first + 12, mean));
    }

    private static double squaresOfEverySixteenth(long address, int count, int first, double mean) {
        double sum = 0.0;
        for (int i = first; i < count; i += 16) {
            double distance = AddressSpace.float32(address + 4L * i) - mean;
            sum += distance * distance;
        }
        return sum;
    }
}
