package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
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
/// @param writesTop   true to write the waveform of the top channels, where peaks have one
/// @param writesStart true to write the first samples, where peaks have them
/// @param wideLinks   true if links are int64, else int32
/// @param strax       true for the rules and the rounding of strax
public record SumWaveformPlan(
        RawPeaks peaks,
        int samples,
        Gains toPe,
        int topChannels,
        int longest,
        RawPolarities polarities,
        int greatest,
        boolean writesTop,
        boolean writesStart,
        boolean wideLinks,
        boolean strax)
        implements LoopPlan<SumWaveformPlan.Loop> {
    /// The unchecked pass of `SumWaveformKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// What `run` returns if everything fits together.
        long FINE = -1;

        /// Sums the waveforms of `peakCount` peaks; `previous` and `next` have one link per record.
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

    /// The same of pulses of these polarities.
    public SumWaveformPlan of(RawPolarities directions, int greatestNumber) {
        return new SumWaveformPlan(
                peaks,
                samples,
                toPe,
                topChannels,
                longest,
                directions,
                greatestNumber,
                writesTop,
                writesStart,
                wideLinks,
                strax);
    }

    /// The same that writes these waveforms.
    public SumWaveformPlan writing(boolean top, boolean start) {
        return new SumWaveformPlan(
                peaks, samples, toPe, topChannels, longest, polarities, greatest, top, start, wideLinks, strax);
    }

    /// The same for links of int64.
    public SumWaveformPlan linkedByInt64() {
        return new SumWaveformPlan(
                peaks, samples, toPe, topChannels, longest, polarities, greatest, writesTop, writesStart, true, strax);
    }

    /// Bytes of a link.
    public int linkBytes() {
        return wideLinks ? Long.BYTES : Integer.BYTES;
    }

    /// The record that `links` has for a record.
    public long link(long links, long record) {
        return wideLinks ? AddressSpace.int64(links + 8 * record) : AddressSpace.int32(links + 4 * record);
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
