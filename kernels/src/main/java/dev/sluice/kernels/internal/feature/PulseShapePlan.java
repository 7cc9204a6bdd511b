package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawPolarities;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// The checked numbers of a pulse shape kernel; immutable, safe from any thread.
///
/// Methods take addresses that the kernel has checked; none of them allocates.
///
/// @param waveforms      the waveforms that the loop reads
/// @param peakWindow     samples searched for the peak
/// @param baselineWindow samples averaged for the baseline where the records have no such field
/// @param wave           all samples
/// @param polarities     the polarity of every record
/// @param empty          the baseline over a window without samples, and the charge of none: NaN or 0
/// @param levels         fractions that times are taken at
/// @param gates          gates of the tail-to-total ratio
/// @param wantsQuantiles true if quantiles or the charge are written
/// @param wantsGates     true if the tail-to-total ratio is written
/// @param resultStride   bytes from one result record to the next
/// @param offsets        where each of `PulseShapeValue` goes, by its number, or `NOT_WANTED`; never changed
public record PulseShapePlan(
        RawWaveforms waveforms,
        RawWindow peakWindow,
        RawWindow baselineWindow,
        RawWindow wave,
        RawPolarities polarities,
        float empty,
        RawLevels levels,
        RawGates gates,
        boolean wantsQuantiles,
        boolean wantsGates,
        int resultStride,
        int[] offsets)
        implements LoopPlan<PulseShapePlan.Loop> {
    /// The unchecked inner loop of `PulseShapeKernel`; implementations are immutable, stateless and safe from any
    /// thread.
    public interface Loop {
        /// Computes `count` records from address `records` on into result records from address `results` on; `limit`
        /// is as in `PeakChargePlan.Loop`. Allocates nothing.
        void run(long records, long count, long limit, long results);
    }

    /// The offset of a value that is not written.
    public static final int NOT_WANTED = -1;

    /// Numbers of `PulseShapeValue`, in its order.
    public static final int PEAK_POSITION = 0;
    /// See `PEAK_POSITION`.
    public static final int PEAK_HEIGHT = 1;
    /// See `PEAK_POSITION`.
    public static final int RISE_TIME = 2;
    /// See `PEAK_POSITION`.
    public static final int FALL_TIME = 3;
    /// See `PEAK_POSITION`.
    public static final int WIDTH = 4;
    /// See `PEAK_POSITION`.
    public static final int TOTAL_WIDTH = 5;
    /// See `PEAK_POSITION`.
    public static final int CONSTANT_FRACTION_TIME = 6;
    /// See `PEAK_POSITION`.
    public static final int QUANTILE_LOW = 7;
    /// See `PEAK_POSITION`.
    public static final int QUANTILE_HIGH = 8;
    /// See `PEAK_POSITION`.
    public static final int QUANTILE_WIDTH = 9;
    /// See `PEAK_POSITION`.
    public static final int POSITIVE_CHARGE = 10;
    /// See `PEAK_POSITION`.
    public static final int TAIL_TO_TOTAL = 11;

    /// Number of samples in the baseline window; 0 if the baseline is a field.
    public int baselineCount(int validLength) {
        return waveforms.baseline().isPresent() ? 0 : baselineWindow.count(validLength);
    }

    /// The baseline: the record's field, or else the mean of the window from its sum; `empty` for an empty window.
    public double baseline(long record, double sum, int count) {
        if (waveforms.baseline().isPresent()) {
            return waveforms.baseline().readDouble(record);
        }
        return count == 0 ? empty : sum / count;
    }

    /// Writes one value, if it is wanted.
    public void store(long result, int value, double number) {
        int offset = offsets[value];
        if (offset >= 0) {
            AddressSpace.float32(result + offset, Floats.canonical((float) number));
        }
    }

    /// Writes the numbers of the quantiles' samples, NaN if there are none, and the charge of `valid` samples.
    public void storeQuantiles(long result, int valid, double low, double high, double charge) {
        store(result, QUANTILE_LOW, low);
        store(result, QUANTILE_HIGH, high);
        store(result, QUANTILE_WIDTH, high - low);
        store(result, POSITIVE_CHARGE, valid == 0 ? empty : charge);
    }

    /// Writes the tail-to-total ratio from the sums of samples in both gates; NaN without a peak, a tail or a charge.
    public void storeTail(
            long result,
            double height,
            double inShort,
            int shortCount,
            double inLong,
            int longCount,
            double baseline,
            boolean positive) {
        double whole = charge(inLong, longCount, baseline, positive);
        double prompt = charge(inShort, shortCount, baseline, positive);
        boolean seen = height > 0 && longCount > shortCount && whole > 0;
        store(result, TAIL_TO_TOTAL, seen ? (whole - prompt) / whole : Double.NaN);
    }

    private static double charge(double sum, int count, double baseline, boolean positive) {
        double pedestal = count * baseline;
        return positive ? sum - pedestal : pedestal - sum;
    }
}
