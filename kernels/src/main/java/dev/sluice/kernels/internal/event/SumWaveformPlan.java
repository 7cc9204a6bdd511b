package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.wave.RawPolarities;

/// The checked numbers of a sum of waveforms; immutable, safe from any thread.
///
/// @param peaks       the peaks whose waveforms are summed
/// @param samples     how many samples a record has room for
/// @param toPe        PE per ADC count × sample, by channel
/// @param topChannels channels below this one are at the top
/// @param longest     most samples of a peak before it is downsampled
/// @param polarities  where pulses were positive, samples are counts above the baseline, else below
/// @param greatest    the greatest number that the digitiser gives
/// @param strax       true for the rules and the rounding of strax
public record SumWaveformPlan(
        RawPeaks peaks,
        int samples,
        Gains toPe,
        int topChannels,
        int longest,
        RawPolarities polarities,
        int greatest,
        boolean strax)
        implements LoopPlan<SumWaveformPlan.Loop> {
    /// The unchecked pass of `SumWaveformKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
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

    /// Bytes of scratch memory: three waveforms, and a sum per channel.
    public long scratchBytes() {
        return sums() + (long) Double.BYTES * peaks.channels();
    }

    /// Where the waveform of a hit lies in scratch memory; that of the peak is at its start.
    public long hitWaveform() {
        return (long) Float.BYTES * longest;
    }

    /// Where the waveform of the top channels lies.
    public long topWaveform() {
        return 2L * Float.BYTES * longest;
    }

    /// Where the sums by channel lie.
    public long sums() {
        return 3L * Float.BYTES * longest;
    }
}
