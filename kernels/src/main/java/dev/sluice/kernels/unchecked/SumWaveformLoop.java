package dev.sluice.kernels.unchecked;

/// The unchecked pass of `SumWaveformKernel`; implementations are immutable and safe from any thread.
public interface SumWaveformLoop {

    /// What `run` returns if everything fits together.
    long FINE = -1;

    /// Sums the waveforms of `peakCount` peaks; `previous` and `next` have one int32 per record.
    ///
    /// Returns `FINE`; or, with nothing written, the index of the first hit that cannot be, or -2 minus that of the
    /// first such peak. Allocates nothing.
    long run(
            long peaks,
            long peakCount,
            long hits,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next,
            long scratch);
}
