package dev.sluice.waveform;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.record.Records;

/// One call of [PeakCharge] in the making; short-lived, of one thread.
public final class PeakChargeCall {
    private final Records waveforms;
    private final PeakChargeSettings settings;

    PeakChargeCall(Records waveforms, PeakChargeSettings settings) {
        this.waveforms = waveforms;
        this.settings = settings;
    }

    /// With these ranges: samples searched for the peak, and summed for the charge.
    public PeakChargeCall ranges(SampleRange peakRange, SampleRange chargeRange) {
        return new PeakChargeCall(waveforms, settings.ranges(peakRange, chargeRange));
    }

    /// With this range of samples averaged for the baseline, where the waveforms carry none.
    public PeakChargeCall baselineRange(SampleRange range) {
        return new PeakChargeCall(waveforms, settings.baselineRange(range));
    }

    /// With these polarities.
    public PeakChargeCall polarities(Polarities polarities) {
        return new PeakChargeCall(waveforms, settings.polarities(polarities));
    }

    /// With this rule for windows of which a record has no sample; NaN unless set.
    public PeakChargeCall emptyWindow(EmptyWindow rule) {
        return new PeakChargeCall(waveforms, settings.emptyWindow(rule));
    }

    /// Computes into `results`, one record per waveform.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public void into(Records results) {
        PeakCharge.recall(waveforms.type(), results.type(), settings).apply(waveforms, results);
    }
}
