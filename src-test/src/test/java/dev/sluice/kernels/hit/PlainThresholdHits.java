package dev.sluice.kernels.hit;

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
        List<int[]> runs = new ArrayList<>();
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
            runs.add(new int[] {start, i});
        }
        List<PlainThresholdHits> hits = new ArrayList<>();
        int before = 0;
        for (int k = 0; k < runs.size(); k++) {
            int next = k + 1 < runs.size() ? runs.get(k + 1)[0] : wave.length;
            int from = Math.max(before, runs.get(k)[0] - left);
            int to = (int) Math.min(next, (long) runs.get(k)[1] + right);
            hits.add(hit(signal, runs.get(k)[0], runs.get(k)[1], from, to, dt));
            before = to;
        }
        return hits;
    }

    private static PlainThresholdHits hit(double[] signal, int start, int end, int from, int to, double dt) {
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
