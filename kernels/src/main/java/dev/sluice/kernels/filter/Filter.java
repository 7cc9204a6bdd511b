package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.RawFiltering;

/// What `FilterKernel` does to every waveform. Immutable and safe from any thread; owns no memory.
public abstract sealed class Filter
        permits ButterworthFilter,
                FirFilter,
                MovingAverageFilter,
                PoleZeroFilter,
                SavitzkyGolayFilter,
                TrapezoidalFilter {

    Filter() {}

    /// The loop that filters so, between waveforms and results that the kernel has checked.
    abstract FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider);

    static FilterEdges withoutFit(FilterEdges edges) {
        if (edges == FilterEdges.FIT) {
            throw KernelArgumentException.of(
                    "only the Savitzky-Golay filter has a polynomial",
                    "use one of zero, nearest, valid",
                    "edges",
                    edges);
        }
        return edges;
    }
}
