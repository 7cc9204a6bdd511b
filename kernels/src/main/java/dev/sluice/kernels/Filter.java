package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.FilterLoop;
import dev.sluice.kernels.unchecked.RawFiltering;

/// What `FilterKernel` does to every waveform. Immutable and safe from any thread; owns no memory.
public abstract sealed class Filter permits FirFilter {

    Filter() {}

    /// The loop that filters so, between waveforms and results that the door knows.
    abstract FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider);

    static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing: " + name + "=null");
        }
        return value;
    }
}
