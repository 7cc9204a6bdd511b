package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Where in its waveform a peak reaches each fraction of its area, in samples; unchecked, immutable, safe from any
/// thread.
final class AreaFractions {

    private static final int MIDDLE = PeakPropertiesPlan.FRACTIONS / 2;
    private static final double[] FRACTIONS = fractions();

    private final PeakPropertiesPlan plan;

    AreaFractions(PeakPropertiesPlan plan) {
        this.plan = plan;
    }

    /// The bits are those of `0.5 ± w / 2` for widths `w` in steps of 0.1, from which the order of evaluation follows.
    private static double[] fractions() {
        double[] fractions = new double[PeakPropertiesPlan.FRACTIONS];
        for (int i = 0; i <= MIDDLE; i++) {
            double width = i == MIDDLE ? 1 : i * 0.1;
            fractions[MIDDLE - i] = 0.5 - width / 2;
            fractions[MIDDLE + i] = 0.5 + width / 2;
        }
        return fractions;
    }

    /// Writes one float32 per fraction; NaN for all of them, strax 0, if the area is not positive. Returns the
    /// mean number of a sample, weighted by the samples; NaN if their sum is 0.
    double find(long peak, int length, long indices) {
        AddressSpace.clear(indices, PeakPropertiesPlan.SCRATCH);
        long data = peak + plan.peaks().data();
        return plan.strax()
                ? findLikeStrax(data, length, AddressSpace.float32(peak + RawPeaks.AREA), indices)
                : findExactly(data, length, indices);
    }

    private double findExactly(long data, int length, long indices) {
        double area = 0;
        double moment = 0;
        for (int i = 0; i < length; i++) {
            float sample = AddressSpace.float32(data + 4L * i);
            area += sample;
            moment += i * (double) sample;
        }
        if (!(area > 0)) {
            for (int i = 0; i < FRACTIONS.length; i++) {
                AddressSpace.float32(indices + 4L * i, Float.NaN);
            }
            return area == 0 ? Double.NaN : moment / area;
        }
        int next = 0;
        double wanted = FRACTIONS[0];
        double seen = 0;
        for (int i = 0; i < length; i++) {
            float sample = AddressSpace.float32(data + 4L * i);
            double sum = seen + sample / area;
            if (sum >= wanted) {
                next = reach(indices, i, sample, area, seen, sum, next);
                if (next == FRACTIONS.length) {
                    break;
                }
                wanted = FRACTIONS[next];
            }
            seen = sum;
        }
        finish(indices, next, length);
        return moment / area;
    }

    /// Samples of 0, of which a peak has many, reach no fraction after the first, and add nothing. Products, sums and
    /// quotients of the mean are rounded to float32.
    private static double findLikeStrax(long data, int length, float area, long indices) {
        int next = area > 0 ? 0 : FRACTIONS.length;
        double seen = 0;
        float sum = 0;
        float moment = 0;
        for (int i = 0; i < length; i++) {
            float sample = AddressSpace.float32(data + 4L * i);
            if (sample == 0 && next > 0) {
                continue;
            }
            if (next < FRACTIONS.length) {
                double share = sample / area;
                next = reach(indices, i, sample, area, seen, seen + share, next);
                seen += share;
            }
            sum += sample;
            moment += i * sample;
        }
        if (area > 0 && next >= FRACTIONS.length - 1) {
            AddressSpace.float32(indices + 4L * (FRACTIONS.length - 1), length);
        }
        return sum == 0 ? Double.NaN : moment / sum;
    }

    /// Writes the fractions from `next` on that sample `i` reaches; returns the first that it does not.
    private static int reach(long indices, int i, float sample, double area, double seen, double sum, int next) {
        int at = next;
        for (; at < FRACTIONS.length && sum >= FRACTIONS[at]; at++) {
            double part = sample == 0 ? 0 : area * (FRACTIONS[at] - seen) / sample;
            AddressSpace.float32(indices + 4L * at, (float) (i + part));
        }
        return at;
    }

    /// All of the area is reached at the end, and so is what rounding or negative samples have kept from being reached.
    private static void finish(long indices, int reached, int length) {
        int last = FRACTIONS.length - 1;
        for (int i = Math.min(reached, last); i <= last; i++) {
            AddressSpace.float32(indices + 4L * i, length);
        }
    }
}
