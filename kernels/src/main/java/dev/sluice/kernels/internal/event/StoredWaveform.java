package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;

/// Where the waveform of a peak is summed: in the peak, or, where that has too little room, in scratch memory, from
/// where it is downsampled. Unchecked, immutable, safe from any thread.
final class StoredWaveform {

    private final SumWaveformPlan plan;

    StoredWaveform(SumWaveformPlan plan) {
        this.plan = plan;
    }

    /// Sets to 0 what is summed for a peak of that length.
    void clear(long peak, int length, long scratch) {
        RawPeaks layout = plan.peaks();
        long bytes = 4L * Math.max(length, layout.samples());
        AddressSpace.clear(wave(peak, length, scratch), bytes);
        long top = top(peak, length, scratch);
        if (top != 0) {
            AddressSpace.clear(top, bytes);
        }
        AddressSpace.clear(peak + layout.saturatedChannel(), layout.channels());
    }

    /// Where a peak of that length is summed.
    long wave(long peak, int length, long scratch) {
        return fits(length) ? peak + plan.peaks().data() : scratch;
    }

    /// Where its top channels are; 0 if they are not.
    long top(long peak, int length, long scratch) {
        if (plan.peaks().dataTop() < 0 || !plan.writesTop()) {
            return 0;
        }
        return fits(length) ? peak + plan.peaks().dataTop() : scratch + plan.topWaveform();
    }

    /// Completes the waveforms of a peak of that length, and its length and `dt`.
    void store(long peak, int length, long scratch) {
        RawPeaks layout = plan.peaks();
        if (fits(length)) {
            if (!Float.isFinite(AddressSpace.float32(peak + RawPeaks.AREA))) {
                makeCanonical(peak + layout.data(), length);
                makeCanonical(top(peak, length, scratch), length);
            }
            if (hasStart()) {
                AddressSpace.copy(peak + layout.data(), peak + layout.dataStart(), 4L * layout.samples());
            }
            return;
        }
        int factor = Math.max(1, (length + layout.samples() - 1) / layout.samples());
        int kept = plan.strax() ? length / factor : (length + factor - 1) / factor;
        shrink(scratch, length, factor, kept, peak + layout.data());
        if (top(peak, length, scratch) != 0) {
            shrink(scratch + plan.topWaveform(), length, factor, kept, peak + layout.dataTop());
        }
        if (hasStart()) {
            shrink(scratch, length, 1, Math.min(length, layout.samples()), peak + layout.dataStart());
        }
        AddressSpace.int32(peak + RawPeaks.LENGTH, kept);
        AddressSpace.int32(peak + RawPeaks.DT, AddressSpace.int32(peak + RawPeaks.DT) * factor);
    }

    private boolean fits(int length) {
        return length <= plan.peaks().samples();
    }

    /// Gives NaNs, which there are only where the area is not finite, their one form: how a sum makes them is up to the
    /// compiler.
    private static void makeCanonical(long wave, int length) {
        for (int i = 0; wave != 0 && i < length; i++) {
            AddressSpace.float32(wave + 4L * i, Floats.canonical(AddressSpace.float32(wave + 4L * i)));
        }
    }

    private boolean hasStart() {
        return plan.peaks().dataStart() >= 0 && plan.writesStart();
    }

    /// Sums of `factor` samples each, in order; the rest of the target is 0.
    private void shrink(long wave, int length, int factor, int kept, long target) {
        for (int i = 0; i < kept; i++) {
            float sum = 0;
            for (int k = i * factor; k < Math.min(length, (i + 1) * factor); k++) {
                sum += AddressSpace.float32(wave + 4L * k);
            }
            AddressSpace.float32(target + 4L * i, Floats.canonical(sum));
        }
        AddressSpace.clear(target + 4L * kept, 4L * (plan.peaks().samples() - kept));
    }
}
