package dev.sluice.kernels;

/// The checked numbers of a peak and charge kernel, and what its loops do per record around their sums.
///
/// For implementations of `KernelProvider`; immutable, safe from any thread. Methods take the address of a record, or
/// of its result, that the kernel's door has checked; none of them allocates.
public final class PeakChargePlan {

    private final WaveformLayout layout;
    private final PeakChargeResults results;
    private final SampleRange peakRange;
    private final SampleRange chargeRange;
    private final SampleRange baselineRange;
    private final Polarities polarities;
    private final long peakStart;
    private final long chargeStart;
    private final long baselineStart;
    private final boolean polarityByChannel;

    PeakChargePlan(
            WaveformLayout layout,
            PeakChargeResults results,
            SampleRange peakRange,
            SampleRange chargeRange,
            SampleRange baselineRange,
            Polarities polarities) {
        this.layout = layout;
        this.results = results;
        this.peakRange = peakRange;
        this.chargeRange = chargeRange;
        this.baselineRange = baselineRange;
        this.polarities = polarities;
        this.peakStart = startOf(peakRange);
        this.chargeStart = startOf(chargeRange);
        this.baselineStart = startOf(baselineRange);
        this.polarityByChannel = layout.channel().isPresent() && !polarities.isUniform();
    }

    private long startOf(SampleRange range) {
        return layout.waveOffset() + (long) range.from() * layout.sampleType().bytes();
    }

    /// The waveforms that the loop reads.
    public WaveformLayout layout() {
        return layout;
    }

    /// The results that the loop writes.
    public PeakChargeResults results() {
        return results;
    }

    /// How many samples of the record are data.
    public int validLength(long record) {
        int samples = layout.samples();
        return layout.validLength().isPresent()
                ? (int) Math.clamp(layout.validLength().readLong(record), 0L, (long) samples)
                : samples;
    }

    /// Address of the first sample of the peak window; readable only if `peakCount` is not 0.
    public long peakAddress(long record) {
        return record + peakStart;
    }

    /// Number of samples in the peak window of a record with this valid length.
    public int peakCount(int validLength) {
        return peakRange.count(validLength);
    }

    /// Address of the first sample of the charge window; readable only if `chargeCount` is not 0.
    public long chargeAddress(long record) {
        return record + chargeStart;
    }

    /// Number of samples in the charge window of a record with this valid length.
    public int chargeCount(int validLength) {
        return chargeRange.count(validLength);
    }

    /// Address of the first sample of the baseline window; readable only if `baselineCount` is not 0.
    public long baselineAddress(long record) {
        return record + baselineStart;
    }

    /// Number of samples in the baseline window of a record with this valid length; 0 if the baseline is a field.
    public int baselineCount(int validLength) {
        return layout.baseline().isPresent() ? 0 : baselineRange.count(validLength);
    }

    /// The baseline: the record's field, or else the mean of the window from its sum; 0 for an empty window.
    public double baseline(long record, double sum, int count) {
        if (layout.baseline().isPresent()) {
            return layout.baseline().readDouble(record);
        }
        return count == 0 ? 0.0 : sum / count;
    }

    /// Writes one result record: the charge is computed here, in float64, from the sum of the charge window.
    public void store(long record, long result, float peak, double baseline, double sum, int count) {
        double pedestal = count * baseline;
        double charge = isPositive(record) ? sum - pedestal : pedestal - sum;
        AddressSpace.float32(result + results.peakOffset(), peak);
        AddressSpace.float32(result + results.chargeOffset(), count == 0 ? 0.0f : canonical((float) charge));
        if (results.wantsBaseline()) {
            AddressSpace.float32(result + results.baselineOffset(), canonical((float) baseline));
        }
    }

    private boolean isPositive(long record) {
        return polarities.isPositive(polarityByChannel ? layout.channel().readLong(record) : -1);
    }

    /// The value itself, or the one canonical NaN: hardware makes NaNs of either sign, and results are compared in
    /// bits.
    static float canonical(float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }
}
