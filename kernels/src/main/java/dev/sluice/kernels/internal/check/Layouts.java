package dev.sluice.kernels.internal.check;

import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.time.RawIntervals;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// Layouts as loops read them; stateless, safe from any thread.
public final class Layouts {

    private Layouts() {}

    /// Where waveforms lie.
    public static RawWaveforms waveforms(WaveformLayout layout) {
        int extent = layout.extent();
        return new RawWaveforms(
                layout.sampleType() == SampleType.FLOAT32,
                layout.sampleType() == SampleType.UINT16,
                layout.stride(),
                layout.samples(),
                Columns.raw(layout.validLength(), extent),
                Columns.raw(layout.baseline(), extent),
                Columns.raw(layout.channel(), extent));
    }

    /// Where these samples of every record lie.
    public static RawWindow window(WaveformLayout layout, SampleRange range) {
        long first =
                layout.waveOffset() + (long) range.from() * layout.sampleType().bytes();
        return new RawWindow(first, range.from(), range.to());
    }

    /// Where starts and ends lie.
    public static RawIntervals intervals(IntervalLayout layout) {
        return new RawIntervals(
                layout.stride(),
                layout.time().offset(),
                layout.endtime().offset(),
                Columns.integer(layout.length()),
                Columns.integer(layout.dt()));
    }
}
