package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Puts the sums of one peak from scratch memory into it, downsampled to the room that it has; unchecked, immutable,
/// safe from any thread.
final class StoredWaveform {

    private final SumWaveformPlan plan;

    StoredWaveform(SumWaveformPlan plan) {
        this.plan = plan;
    }

    void store(long peak, int length, long scratch) {
        RawPeaks layout = plan.peaks();
        int factor = Math.max(1, (length + layout.samples() - 1) / layout.samples());
        int kept = plan.strax() ? length / factor : (length + factor - 1) / factor;
        shrink(scratch, length, factor, kept, peak + layout.data());
        if (layout.dataTop() >= 0) {
            shrink(scratch + plan.topWaveform(), length, factor, kept, peak + layout.dataTop());
        }
        if (layout.dataStart() >= 0) {
            shrink(scratch, length, 1, Math.min(length, layout.samples()), peak + layout.dataStart());
        }
        AddressSpace.int32(peak + RawPeaks.LENGTH, kept);
        AddressSpace.int32(peak + RawPeaks.DT, AddressSpace.int32(peak + RawPeaks.DT) * factor);
        storeChannels(peak, scratch + plan.sums());
    }

    private void storeChannels(long peak, long sums) {
        RawPeaks layout = plan.peaks();
        int saturated = 0;
        for (int channel = 0; channel < layout.channels(); channel++) {
            float area = (float) AddressSpace.float64(sums + 8L * channel);
            AddressSpace.float32(peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel, area);
            saturated += AddressSpace.int8(peak + layout.saturatedChannel() + channel);
        }
        AddressSpace.int16(peak + layout.saturatedCount(), saturated);
    }

    /// Sums of `factor` samples each, in order; the rest of the target is 0.
    private void shrink(long wave, int length, int factor, int kept, long target) {
        for (int i = 0; i < kept; i++) {
            float sum = 0;
            for (int k = i * factor; k < Math.min(length, (i + 1) * factor); k++) {
                sum += AddressSpace.float32(wave + 4L * k);
            }
            AddressSpace.float32(target + 4L * i, sum);
        }
        AddressSpace.clear(target + 4L * kept, 4L * (plan.peaks().samples() - kept));
    }
}
