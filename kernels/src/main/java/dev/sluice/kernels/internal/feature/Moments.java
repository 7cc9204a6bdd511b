package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The rms of integer samples from their exact sum and sum of squares; unchecked, stateless, safe from any thread.
public final class Moments {

    private static final int UNSIGNED = 0xFFFF;

    /// So many squares of 2^30, times as many, stay within a long.
    private static final int FEW = 65_536;

    /// Half a unit in the last place of a double, times some: the greatest error that one operation adds.
    private static final double ROUNDING = 0x1p-52;

    private Moments() {}

    /// sqrt(Σ (x - mean)² / count) from Σ x and Σ x²; NaN if there is nothing. Exact but for the last roundings.
    public static double rms(long sum, long squares, int count) {
        if (count == 0) {
            return Double.NaN;
        }
        return count <= FEW ? Math.sqrt(squares * count - sum * sum) / count : rmsOfMany(sum, squares, count);
    }

    /// Squares are first moved next to the mean, in integers: `spread` = Σ (x - q)², with q the whole part of the mean,
    /// fits even where intermediate products wrap.
    private static double rmsOfMany(long sum, long squares, int count) {
        long whole = sum / count;
        long rest = sum - whole * count;
        long spread = squares - whole * (sum + rest);
        if (spread <= Long.MAX_VALUE / count) {
            return Math.sqrt(spread * count - rest * rest) / count;
        }
        // So large a spread dwarfs rest² / count, which is less than count.
        return Math.sqrt((spread - (double) rest * rest / count) / count);
    }

    /// The float32 that strax stores: it sums (x - mean)² in float64, sample by sample.
    ///
    /// Its error is far below that of a float32, so the exact rms decides, unless a rounding lies in between: then the
    /// samples are summed as strax does.
    public static float straxRms(double rms, long address, int count) {
        double error = rms * (count + 8) * ROUNDING;
        float low = (float) (rms - error);
        return low == (float) (rms + error) ? low : (float) sequentialRms(address, count);
    }

    private static double sequentialRms(long address, int count) {
        double mean = sum(address, count) / (double) count;
        double squares = 0.0;
        for (int i = 0; i < count; i++) {
            double distance = AddressSpace.int16(address + 2L * i) - mean;
            squares += distance * distance;
        }
        return Math.sqrt(squares / count);
    }

    private static long sum(long address, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += AddressSpace.int16(address + 2L * i);
        }
        return sum;
    }

    /// Sum of squares of 16-bit samples, less 32768 each if unsigned, exact: the reference of the vectors.
    public static long squares16(long address, int count, boolean unsigned) {
        long squares = 0;
        for (int i = 0; i < count; i++) {
            int sample = AddressSpace.int16(address + 2L * i);
            int centred = unsigned ? (sample & UNSIGNED) + Short.MIN_VALUE : sample;
            squares += (long) centred * centred;
        }
        return squares;
    }

    /// Sum of the samples that `squares16` squares, from their plain sum.
    public static long centredSum(long sum, int count, boolean unsigned) {
        return unsigned ? sum + (long) Short.MIN_VALUE * count : sum;
    }
}
