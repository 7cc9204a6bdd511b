package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.FieldPair;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawPolarities;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// The checked numbers of a peak and charge kernel, and what its loops do per record around their sums.
///
/// Immutable, safe from any thread. Methods take the address of a record, or of its result, that the kernel has
/// checked; none of them allocates.
///
/// @param waveforms      the waveforms that the loop reads
/// @param peakWindow     samples searched for the peak
/// @param chargeWindow   samples summed for the charge
/// @param baselineWindow samples averaged for the baseline where the records have no such field
/// @param polarities     the polarity of every record
/// @param empty          what a window without samples gives: NaN or 0
/// @param resultStride   bytes from one result record to the next
/// @param peakResult     where the peak goes, in bytes from the start of a result record
/// @param chargeResult   where the charge goes
/// @param baselineResult where the baseline goes, or -1
public record PeakChargePlan(
        RawWaveforms waveforms,
        RawWindow peakWindow,
        RawWindow chargeWindow,
        RawWindow baselineWindow,
        RawPolarities polarities,
        float empty,
        int resultStride,
        int peakResult,
        int chargeResult,
        int baselineResult)
        implements LoopPlan<PeakChargePlan.Loop> {
    /// The unchecked inner loop of `PeakChargeKernel`; implementations are immutable, stateless and safe from any
    /// thread.
    public interface Loop {
        /// Computes `count` records from address `records` on into result records from address `results` on.
        ///
        /// The kernel has checked both. `limit` is the address just after the waveforms' segment: memory before
        /// it may be read, also after a window, as long as the result does not depend on it. Allocates nothing.
        void run(long records, long count, long limit, long results);
    }

    /// How many samples of the record are data.
    public int validLength(long record) {
        return waveforms.validLength(record);
    }

    /// True if the baseline is a field of the records.
    public boolean readsBaseline() {
        return waveforms.baseline().isPresent();
    }

    /// Address of the first sample of the peak window; readable only if `peakCount` is not 0.
    public long peakAddress(long record) {
        return peakWindow.address(record);
    }

    /// Number of samples in the peak window of a record with this valid length.
    public int peakCount(int validLength) {
        return peakWindow.count(validLength);
    }

    /// Address of the first sample of the charge window; readable only if `chargeCount` is not 0.
    public long chargeAddress(long record) {
        return chargeWindow.address(record);
    }

    /// Number of samples in the charge window of a record with this valid length.
    public int chargeCount(int validLength) {
        return chargeWindow.count(validLength);
    }

    /// Address of the first sample of the baseline window; readable only if `baselineCount` is not 0.
    public long baselineAddress(long record) {
        return baselineWindow.address(record);
    }

    /// Number of samples in the baseline window of a record with this valid length; 0 if the baseline is a field.
    public int baselineCount(int validLength) {
        return readsBaseline() ? 0 : baselineWindow.count(validLength);
    }

    /// The baseline: the record's field, or else the mean of the window from its sum; `empty` for an empty window.
    public double baseline(long record, double sum, int count) {
        if (readsBaseline()) {
            return waveforms.baseline().readDouble(record);
        }
        return count == 0 ? empty : sum / count;
    }

    /// Writes one result record: the charge is computed here, in float64, from the sum of the charge window.
    public void store(long record, long result, float peak, int peakCount, double baseline, double sum, int count) {
        double pedestal = count * baseline;
        double charge = polarities.isPositive(record) ? sum - pedestal : pedestal - sum;
        float stored = count == 0 ? empty : Floats.canonical((float) charge);
        FieldPair.store(result, peakResult, peakCount == 0 ? empty : peak, chargeResult, stored);
        if (baselineResult >= 0) {
            AddressSpace.float32(result + baselineResult, Floats.canonical((float) baseline));
        }
    }
}
