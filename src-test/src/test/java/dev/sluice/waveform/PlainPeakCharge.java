package dev.sluice.waveform;

import dev.sluice.kernels.SampleRange;

/// The contract's formulas as plain loops over one waveform: what the kernels are compared with.
///
/// @param peak     in ADC counts
/// @param charge   in ADC counts × samples
/// @param baseline in ADC counts
/// @param scale    the sum of the magnitudes that make the charge: rounding is judged against it
public record PlainPeakCharge(double peak, double charge, double baseline, double scale) {
    /// `wave` holds the valid samples only; `baseline` is NaN where the record carries none.
    public static PlainPeakCharge of(
            double[] wave,
            double baseline,
            SampleRange peakRange,
            SampleRange chargeRange,
            SampleRange baselineRange,
            boolean positive) {
        double pedestal = Double.isNaN(baseline) ? mean(wave, baselineRange) : baseline;
        double high = Double.NEGATIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        for (int i = peakRange.from(); i < Math.min(peakRange.to(), wave.length); i++) {
            high = Math.max(high, wave[i]);
            low = Math.min(low, wave[i]);
        }
        double sum = 0;
        double scale = 0;
        int count = 0;
        for (int i = chargeRange.from(); i < Math.min(chargeRange.to(), wave.length); i++) {
            sum += wave[i];
            scale += Math.abs(wave[i]) + Math.abs(pedestal);
            count++;
        }
        double charge = count == 0 ? Double.NaN : count * pedestal - sum;
        return new PlainPeakCharge(high < low ? Double.NaN : high - low, positive ? -charge : charge, pedestal, scale);
    }

    private static double mean(double[] wave, SampleRange range) {
        double sum = 0;
        int count = 0;
        for (int i = range.from(); i < Math.min(range.to(), wave.length); i++) {
            sum += wave[i];
            count++;
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
