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

    /// Writes one float32 per fraction; NaN for all of them, strax 0, if the area is not positive.
    void find(long peak, int length, long indices) {
        AddressSpace.clear(indices, PeakPropertiesPlan.SCRATCH);
        long data = peak + plan.peaks().data();
        double area = plan.strax() ? AddressSpace.float32(peak + RawPeaks.AREA) : sum(data, length);
        if (!(area > 0)) {
            for (int i = 0; i < FRACTIONS.length && !plan.strax(); i++) {
                AddressSpace.float32(indices + 4L * i, Float.NaN);
            }
            return;
        }
        int next = 0;
        double seen = 0;
        for (int i = 0; i < length && next < FRACTIONS.length; i++) {
            float sample = AddressSpace.float32(data + 4L * i);
            double share = plan.strax() ? sample / (float) area : sample / area;
            for (; next < FRACTIONS.length && seen + share >= FRACTIONS[next]; next++) {
                double part = sample == 0 ? 0 : area * (FRACTIONS[next] - seen) / sample;
                AddressSpace.float32(indices + 4L * next, (float) (i + part));
            }
            seen += share;
        }
        finish(indices, next, length);
    }

    /// All of the area is reached at the end, and whatever rounding or negative samples have kept from being reached.
    private void finish(long indices, int reached, int length) {
        int last = FRACTIONS.length - 1;
        int from = plan.strax() ? last : Math.min(reached, last);
        boolean isLast = reached >= last;
        for (int i = from; i <= last && (isLast || !plan.strax()); i++) {
            AddressSpace.float32(indices + 4L * i, length);
        }
    }

    private static double sum(long data, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += AddressSpace.float32(data + 4L * i);
        }
        return sum;
    }
}
