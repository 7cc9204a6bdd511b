package dev.sluice.waveform;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Polarities;

/// What is set of the kernel of peak and charge, besides where its fields lie. Immutable.
record PeakChargeSettings(
        SampleRange peakRange,
        SampleRange chargeRange,
        SampleRange baselineRange,
        Polarities polarities,
        EmptyWindow empty) {
    static final PeakChargeSettings DEFAULT = new PeakChargeSettings(
            new SampleRange(40, 90),
            new SampleRange(60, 400),
            new SampleRange(0, 40),
            Polarities.NEGATIVE,
            EmptyWindow.NAN);

    PeakChargeSettings ranges(SampleRange peak, SampleRange charge) {
        return new PeakChargeSettings(peak, charge, baselineRange, polarities, empty);
    }

    PeakChargeSettings baselineRange(SampleRange range) {
        return new PeakChargeSettings(peakRange, chargeRange, range, polarities, empty);
    }

    PeakChargeSettings polarities(Polarities other) {
        return new PeakChargeSettings(peakRange, chargeRange, baselineRange, other, empty);
    }

    PeakChargeSettings emptyWindow(EmptyWindow rule) {
        return new PeakChargeSettings(peakRange, chargeRange, baselineRange, polarities, rule);
    }
}
