package dev.sluice.kernels;

import java.util.ArrayList;
import java.util.List;

/// Threshold hits as their definition says, sample after sample in float64; nothing in common with the kernels.
record PlainThresholdHits(
        int position, double height, double integral, int edgeStart, int edgeEnd, double riseTime, double fallTime) {

    /// The hits of one record: `wave` holds its valid samples only.
    static List<PlainThresholdHits> of(
            double[] wave, double baseline, boolean positive, double threshold, int left, int right, double dt) {
        double[] signal = new double[wave.length];
        for (int i = 0; i < wave.length; i++) {
            signal[i] = positive ? wave[i] - baseline : baseline - wave[i];
        }
        List<PlainThresholdHits> hits = new ArrayList<>();
        int i = 0;
        while (i < wave.length) {
            if (!(signal[i] >= threshold)) {
                i++;
                continue;
            }
            int start = i;
            while (i < wave.length && signal[i] >= threshold) {
                i++;
            }
            hits.add(hit(signal, start, i, left, right, dt));
        }
        return hits;
    }

    private static PlainThresholdHits hit(double[] signal, int start, int end, int left, int right, double dt) {
        int from = Math.max(0, start - left);
        int to = Math.min(signal.length, end + right);
        int position = from;
        double integral = 0;
        for (int i = from; i < to; i++) {
            position = signal[i] > signal[position] || Double.isNaN(signal[position]) ? i : position;
            integral += signal[i] > 0 ? signal[i] : 0;
        }
        double rise = Math.max(position - start, 0) * dt;
        double fall = Math.max(end - 1 - position, 0) * dt;
        return new PlainThresholdHits(position, signal[position], integral, from, to, rise, fall);
    }
}
