package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.FieldPair;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawPolarities;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// The checked numbers of a basic features kernel, and what its loops do per record around their reductions.
///
/// Immutable, safe from any thread. Methods take addresses that the kernel has checked; none of them allocates.
///
/// @param waveforms        the waveforms that the loop reads
/// @param heightWindow     samples searched for height and amplitude
/// @param areaWindow       samples summed for the area
/// @param baselineWindow   samples averaged for the baseline where the records have no such field
/// @param wave             all samples
/// @param polarities       the polarity of every record
/// @param empty            what a window without samples gives: NaN or 0
/// @param resultStride     bytes from one result record to the next
/// @param heightResult     where the height goes, in bytes from the start of a result record
/// @param amplitudeResult  where the amplitude goes
/// @param areaResult       where the area goes
/// @param differenceResult where the greatest difference of neighbours goes
public record BasicFeaturesPlan(
        RawWaveforms waveforms,
        RawWindow heightWindow,
        RawWindow areaWindow,
        RawWindow baselineWindow,
        RawWindow wave,
        RawPolarities polarities,
        float empty,
        int resultStride,
        int heightResult,
        int amplitudeResult,
        int areaResult,
        int differenceResult)
        implements LoopPlan<BasicFeaturesPlan.Loop> {
    /// The unchecked inner loop of `BasicFeaturesKernel`; implementations are immutable, stateless and safe from any
    /// thread.
    public interface Loop {
        /// Computes `count` records from address `records` on into result records from address `results` on; `limit`
        /// is as in `PeakChargePlan.Loop`. Allocates nothing.
        void run(long records, long count, long limit, long results);
    }

    private static final int CENTRE = 32_768;

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

    /// Writes height and amplitude of 16-bit samples from their `Extremes16`.
    public void storeExtremes16(long record, long result, int extremes, int count, double baseline) {
        int centre = waveforms.isUnsigned() ? CENTRE : 0;
        int least = Extremes16.least(extremes) + centre;
        int greatest = Extremes16.greatest(extremes) + centre;
        storeExtremes(record, result, least, greatest, greatest - least, count, baseline);
    }

    /// Writes height and amplitude of float samples from their `ExtremesFloat`.
    public void storeExtremesFloat(long record, long result, long extremes, int count, double baseline) {
        float least = ExtremesFloat.least(extremes);
        float greatest = ExtremesFloat.greatest(extremes);
        storeExtremes(record, result, least, greatest, greatest - least, count, baseline);
    }

    private void storeExtremes(
            long record, long result, double least, double greatest, float amplitude, int count, double baseline) {
        double height = polarities.isPositive(record) ? greatest - baseline : baseline - least;
        float storedHeight = count == 0 ? empty : Floats.canonical((float) height);
        float storedAmplitude = count == 0 ? empty : Floats.canonical(amplitude);
        FieldPair.store(result, heightResult, storedHeight, amplitudeResult, storedAmplitude);
    }

    /// Writes area and greatest difference, of a record with that many valid samples.
    public void storeArea(
            long record, long result, double sum, int count, double baseline, float difference, int valid) {
        double pedestal = count * baseline;
        double area = polarities.isPositive(record) ? sum - pedestal : pedestal - sum;
        float storedArea = count == 0 ? empty : Floats.canonical((float) area);
        float storedDifference = valid < 2 ? empty : Floats.canonical(difference);
        FieldPair.store(result, areaResult, storedArea, differenceResult, storedDifference);
    }
}
