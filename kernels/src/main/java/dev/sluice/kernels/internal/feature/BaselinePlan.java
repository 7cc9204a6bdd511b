package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.RawInteger;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.RawFragments;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// The checked numbers of a baseline kernel, and what its loops do per record around their sums.
///
/// Immutable, safe from any thread. Methods take addresses that the kernel has checked; none of them allocates.
///
/// @param waveforms      the waveforms that the loop reads
/// @param window         samples averaged
/// @param wave           all samples
/// @param fragments      which fragment of which pulse a record is; strax asks for its channel alone
/// @param strax          true for the bits of strax
/// @param fallsBack      true if fragments of unknown pulses take `fallback`
/// @param fallback       the baseline of these
/// @param flip           true if samples are subtracted from the baseline
/// @param resultStride   bytes from one result record to the next
/// @param baselineResult where the baseline goes, in bytes from the start of a result record
/// @param rmsResult      where the rms goes, or -1
/// @param samplesResult  where the samples go, or -1
public record BaselinePlan(
        RawWaveforms waveforms,
        RawWindow window,
        RawWindow wave,
        RawFragments fragments,
        boolean strax,
        boolean fallsBack,
        float fallback,
        boolean flip,
        int resultStride,
        int baselineResult,
        int rmsResult,
        int samplesResult)
        implements LoopPlan<BaselinePlan.Loop> {
    /// The unchecked inner loop of `BaselineKernel`; implementations are immutable, stateless and safe from any thread.
    public interface Loop {
        /// Computes `count` records from address `records` on into result records from address `results` on, and gives
        /// the index of the first that had to be refused, or `count`.
        ///
        /// `limit` is as in `PeakChargePlan.Loop`; `channels` is null exactly if the plan carries nothing. Allocates
        /// nothing.
        long run(long records, long count, long limit, long results, RawBaselines channels);
    }

    private static final long CENTRE = 32_768;

    /// Number of the record in its pulse.
    public RawInteger fragment() {
        return fragments.number();
    }

    /// The channel, read only where there are fragments.
    public RawInteger channel() {
        return fragments.channel();
    }

    /// True if channels carry their baseline from fragment to fragment.
    public boolean carries() {
        return fragments.number().isPresent();
    }

    /// False for a channel that there is no room for, and for a fragment whose pulse nothing is known about.
    public boolean accepts(boolean first, long record, long number, RawBaselines channels) {
        return channels.covers(number) && (first || fallsBack || fragments.isNoted(record, number, channels));
    }

    /// How many samples of the window count.
    public int windowCount(long record) {
        return window.count(strax ? waveforms.samples() : waveforms.validLength(record));
    }

    /// True if samples are written.
    public boolean subtracts() {
        return samplesResult >= 0;
    }

    /// Remembers what was measured, writes it, which may be over the record's times, and gives the baseline to
    /// subtract.
    public double measured(long record, long result, double mean, float rms, long number, RawBaselines channels) {
        float baseline = Floats.canonical((float) mean);
        if (carries()) {
            channels.remember(number, baseline, rms, fragments.start(record));
        }
        store(result, baseline, rms);
        return strax ? mean : baseline;
    }

    /// As the other form, for 16-bit samples: from their sum and sum of squares, less 32768 each if unsigned.
    public double measured(
            long record, long result, long sum, long squares, int count, long number, RawBaselines channels) {
        long offset = waveforms.isUnsigned() ? CENTRE * count : 0;
        double rms = Moments.rms(sum, squares, count);
        float stored = strax ? Moments.straxRms(rms, window.address(record), count) : Floats.canonical((float) rms);
        return measured(record, result, (sum + offset) / (double) count, stored, number, channels);
    }

    /// Writes what the first fragment of the pulse had, or the fallback, and gives the baseline to subtract.
    public double carried(long record, long result, long number, RawBaselines channels) {
        boolean known = fragments.isNoted(record, number, channels);
        float baseline = known ? channels.baseline(number) : fallback;
        store(result, baseline, known ? channels.rms(number) : Float.NaN);
        return baseline;
    }

    private void store(long result, float baseline, float rms) {
        AddressSpace.float32(result + baselineResult, baseline);
        if (rmsResult >= 0) {
            AddressSpace.float32(result + rmsResult, rms);
        }
    }

    /// The whole number that 16-bit samples are relative to: 0 for NaN.
    public int pedestal(double baseline) {
        return (int) (strax ? baseline : Math.floor(baseline));
    }

    /// How many samples are less their baseline: none without one, but for strax, which then subtracts 0.
    public int subtracted(long record, double baseline) {
        return Double.isNaN(baseline) && !strax ? 0 : waveforms.validLength(record);
    }

    /// What becomes of the samples after the valid ones: copied as strax does, else 0.
    public void pad(long record, long result, int valid) {
        int size = waveforms.isFloat() ? Float.BYTES : Short.BYTES;
        long from = wave.address(record) + (long) valid * size;
        long to = result + samplesResult + (long) valid * size;
        for (long i = 0; i < (long) (waveforms.samples() - valid) * size; i += Short.BYTES) {
            AddressSpace.int16(to + i, strax ? AddressSpace.int16(from + i) : 0);
        }
    }
}
