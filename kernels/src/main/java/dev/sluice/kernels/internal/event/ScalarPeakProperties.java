package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The properties of `PeakPropertiesKernel`; immutable, safe from any thread.
public final class ScalarPeakProperties implements PeakPropertiesPlan.Loop {

    private static final int MIDDLE = PeakPropertiesPlan.FRACTIONS / 2;

    private final PeakPropertiesPlan plan;
    private final AreaFractions fractions;

    private ScalarPeakProperties(PeakPropertiesPlan plan) {
        this.plan = plan;
        this.fractions = new AreaFractions(plan);
    }

    /// The properties of this plan.
    public static PeakPropertiesPlan.Loop of(PeakPropertiesPlan plan) {
        return new ScalarPeakProperties(plan);
    }

    @Override
    public long run(long peaks, long count, long scratch) {
        int stride = plan.peaks().stride();
        for (long i = 0; i < count; i++) {
            int length = AddressSpace.int32(peaks + i * stride + RawPeaks.LENGTH);
            if (length < 0 || length > plan.peaks().samples()) {
                return i;
            }
        }
        for (long i = 0; i < count; i++) {
            long peak = peaks + i * stride;
            int length = Trusted.below(plan.peaks().samples() + 1L, AddressSpace.int32(peak + RawPeaks.LENGTH));
            double mean = fractions.find(peak, length, scratch);
            storeWidths(peak, scratch);
            AddressSpace.int64(peak + plan.peaks().centerTime(), centerTime(peak, length, mean));
            if (plan.topChannels() > 0 || !plan.strax()) {
                AddressSpace.float32(peak + RawPeaks.AREA_FRACTION_TOP, Floats.canonical(fractionTop(peak)));
            }
        }
        return -1;
    }

    private void storeWidths(long peak, long indices) {
        int dt = AddressSpace.int32(peak + RawPeaks.DT);
        float median = time(indices, MIDDLE, dt);
        AddressSpace.float32(peak + plan.peaks().medianTime(), Floats.canonical(median));
        for (int i = 0; i < RawPeaks.WIDTHS; i++) {
            float width = time(indices, MIDDLE + i, dt) - time(indices, MIDDLE - i, dt);
            AddressSpace.float32(peak + plan.peaks().widths() + 4L * i, Floats.canonical(width));
            float decile = time(indices, 2 * i, dt) - median;
            AddressSpace.float32(peak + plan.peaks().deciles() + 4L * i, Floats.canonical(decile));
        }
    }

    private static float time(long indices, int fraction, int dt) {
        return (float) (AddressSpace.float32(indices + 4L * fraction) * (double) dt);
    }

    private static long centerTime(long peak, int length, double mean) {
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        long start = AddressSpace.int64(peak + RawPeaks.TIME);
        if (Double.isNaN(mean)) {
            return start;
        }
        long center = Saturated.add((long) ((mean + 0.5) * dt), start);
        return Math.clamp(center, start, Math.max(start, Saturated.add(start, length * dt)));
    }

    private float fractionTop(long peak) {
        float area = AddressSpace.float32(peak + RawPeaks.AREA);
        if (!(area > 0) || plan.topChannels() == 0) {
            return Float.NaN;
        }
        double top = 0;
        for (int channel = 0; channel < plan.topChannels(); channel++) {
            float own = AddressSpace.float32(peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel);
            top = plan.strax() ? (float) (top + own) : top + own;
        }
        return plan.strax() ? (float) top / area : (float) (top / area);
    }
}
