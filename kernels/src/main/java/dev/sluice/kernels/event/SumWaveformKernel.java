package dev.sluice.kernels.event;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.event.Gains;
import dev.sluice.kernels.internal.event.ScalarSumWaveform;
import dev.sluice.kernels.internal.event.StraxHit;
import dev.sluice.kernels.internal.event.StraxRecord;
import dev.sluice.kernels.internal.event.SumWaveformPlan;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Sums the waveforms of the hits in every peak.
///
/// Immutable and safe from any thread; it owns no memory. Peaks and hits (strax' of 48 bytes) are sorted by time;
/// records are strax' of `37 + 2 * samples` bytes; all have one `dt`, and times are counted in samples, rounded down. A
/// sample of a hit is `data * 2^amplitude_bit_shift` plus the fraction of the baseline, in float32, times the gain of
/// its channel, in PE; it is looked up in the hit's record, and where the hit is integrated beyond that, in the linked
/// one before or after. Samples outside of hits are 0. `data` is the sum over the hits, in float32, in their order;
/// `area` and `area_per_channel` are summed in float64 and stored as float32, over the samples inside the peak. A
/// channel is saturated if a record reaches its whole baseline within a hit.
///
/// A peak of more samples than it has room for is downsampled by the least whole factor: `data` is then the sum of so
/// many samples, the last of fewer where it does not divide, and length and `dt` change. The kernel works in place on
/// peaks at full resolution, so it is run once; area, waveforms and saturation that were there are written over.
///
/// As strax' `sum_waveform` (strax.processing.peak_building). `Compatibility.STRAX` gives what that gives: areas
/// rounded to float32 after every addition, samples that do not fill the last sum lost, samples with a negative bit
/// shift taken for 0, baselines beyond int16 wrapped, and peaks after the last hit left as they were.
public final class SumWaveformKernel {

    private final PeakLayout peaks;
    private final SumWaveformPlan plan;
    private final SumWaveformPlan.Loop loop;
    private final Call.Body body = this::run;

    private SumWaveformKernel(PeakLayout peaks, SumWaveformPlan plan) {
        this.peaks = peaks;
        this.plan = plan;
        this.loop = Loops.of(Kernels.provider(), plan, ScalarSumWaveform::of);
    }

    /// A sum for peaks of up to `longest` samples before downsampling, of hits in records with room for
    /// `recordSamples`.
    ///
    /// `toPe` has the gain of each channel, in PE per ADC count × sample; channels below `topChannels` are summed into
    /// `data_top`, if peaks have that.
    public static SumWaveformKernel of(
            PeakLayout peaks, int recordSamples, int longest, double[] toPe, int topChannels, Compatibility mode) {
        FindPeaksKernel.requireGains(peaks, toPe);
        Fields.required("mode", mode);
        if (recordSamples < 1 || recordSamples > Short.MAX_VALUE || longest < 1 || longest > Integer.MAX_VALUE / 16) {
            throw KernelArgumentException.of(
                    "no waveforms to sum",
                    "give 1 to " + Short.MAX_VALUE + " samples of a record, and 1 to " + Integer.MAX_VALUE / 16
                            + " of a peak",
                    new Parameter("recordSamples", recordSamples),
                    new Parameter("longest", longest));
        }
        if (topChannels < 0 || topChannels > peaks.channels()) {
            throw KernelArgumentException.of(
                    "no such channels at the top",
                    "limits are 0 and {channels}=" + peaks.channels(),
                    "topChannels",
                    topChannels);
        }
        SumWaveformPlan plan = new SumWaveformPlan(
                peaks.raw(),
                recordSamples,
                new Gains(toPe),
                topChannels,
                longest,
                Channels.polarities(Polarities.NEGATIVE, new FragmentLayout(recordSamples)),
                0,
                true,
                true,
                false,
                mode == Compatibility.STRAX);
        return new SumWaveformKernel(peaks, plan);
    }

    /// This sum, of positive pulses: samples are counts above the baseline, so its fraction is taken from them, and a
    /// channel is saturated where it reaches `greatest`, the greatest number of the digitiser, such as 16383. strax
    /// knows negative pulses only: in its mode nothing changes.
    public SumWaveformKernel positive(int greatest) {
        return polarities(Polarities.all(Polarity.POSITIVE), greatest);
    }

    /// This sum, of pulses that are positive in some channels, as `positive` says, and negative in others.
    public SumWaveformKernel polarities(Polarities polarities, int greatest) {
        Fields.required("polarities", polarities);
        if (greatest < 1) {
            throw KernelArgumentException.of(
                    "a digitiser without numbers", "the least is 1; 16383 for one of 14 bits", "greatest", greatest);
        }
        return new SumWaveformKernel(
                peaks, plan.of(Channels.polarities(polarities, new FragmentLayout(plan.samples())), greatest));
    }

    /// This sum, which leaves `data_top` or `data_start` of peaks that have them as they were, unless they are wanted.
    public SumWaveformKernel writing(boolean dataTop, boolean dataStart) {
        return new SumWaveformKernel(peaks, plan.writing(dataTop, dataStart));
    }

    /// This sum, of links that are int64, as strax has them.
    public SumWaveformKernel linkedByInt64() {
        return new SumWaveformKernel(peaks, plan.linkedByInt64());
    }

    /// The same sum of hits that number their records and lie in them; no links are followed.
    public NumberedHitSum numbered() {
        return new NumberedHitSum(peaks, plan);
    }

    /// Bytes of a record.
    public int recordBytes() {
        return StraxRecord.bytes(plan.samples());
    }

    /// Bytes of scratch memory that a call takes: 12 per sample of the longest peak and 8 per channel.
    public long scratchBytes() {
        return plan.scratchBytes();
    }

    /// Sums the waveforms of `peakCount` peaks, in place.
    ///
    /// The segments hold packed rows from their first byte on; `previous` and `next` have one int32 per record, or
    /// int64, the index of the linked record or -1; `scratch` has `scratchBytes()` bytes. Fails like
    /// `PeakChargeKernel.compute`, and with `IllegalArgumentException`, before anything is written, if a peak or a hit
    /// is out of order, of another `dt`, too long, or of no channel or record, or if peaks or scratch overlap anything.
    /// Allocates nothing.
    public void sum(
            MemorySegment peakSegment,
            long peakCount,
            MemorySegment hits,
            long hitCount,
            MemorySegment records,
            long recordCount,
            MemorySegment previous,
            MemorySegment next,
            MemorySegment scratch) {
        int stride = peaks.stride();
        int record = recordBytes();
        int link = plan.linkBytes();
        long peak = Segments.addressOfResults("peaks", peakSegment, 0, peakCount, stride, stride);
        long hit = Segments.addressOfRecords("hits", hits, 0, hitCount, StraxHit.BYTES, StraxHit.BYTES);
        long first = Segments.addressOfRecords("records", records, 0, recordCount, record, record);
        long before = Segments.addressOfRecords("previous", previous, 0, recordCount, link, link);
        long after = Segments.addressOfRecords("next", next, 0, recordCount, link, link);
        long room = Segments.addressOfResults("scratch", scratch, 0, scratchBytes(), 1, 1);
        // What was checked is trusted afterwards, so nothing may be written over it.
        requireApart("peaks", peak, peakCount * stride, hit, hitCount, first, recordCount, before, after);
        requireApart("scratch", room, scratchBytes(), hit, hitCount, first, recordCount, before, after);
        Fields.requireApart("peaks", peak, peakCount * stride, "scratch", room, scratchBytes());
        require(Call.begin()
                .holding(peakSegment)
                .holding(hits)
                .holding(records)
                .holding(previous)
                .holding(next)
                .holding(scratch)
                .with(peak)
                .with(peakCount)
                .with(hit)
                .with(hitCount)
                .with(first)
                .with(recordCount)
                .with(before)
                .with(after)
                .with(room)
                .run(body));
    }

    private long run(Call call) {
        return loop.run(
                call.number(0),
                call.number(1),
                call.number(2),
                call.number(3),
                call.number(4),
                call.number(5),
                call.number(6),
                call.number(7),
                call.number(8));
    }

    private void requireApart(
            String name,
            long address,
            long bytes,
            long hits,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next) {
        Fields.requireApart(name, address, bytes, "hits", hits, hitCount * StraxHit.BYTES);
        Fields.requireApart(name, address, bytes, "records", records, recordCount * recordBytes());
        Fields.requireApart(name, address, bytes, "previous", previous, recordCount * plan.linkBytes());
        Fields.requireApart(name, address, bytes, "next", next, recordCount * plan.linkBytes());
    }

    private void require(long found) {
        if (found == SumWaveformPlan.Loop.FINE) {
            return;
        }
        if (found < 0) {
            throw new IllegalArgumentException("peak " + (-2 - found) + " starts before the one in front of it, has"
                    + " another dt than the first, or more than longest=" + plan.longest()
                    + " samples; sort peaks by time, sum them once, and allow for the longest");
        }
        throw new IllegalArgumentException("hit " + found + " starts before the one in front of it, has another dt than"
                + " the peaks or than its records, no channel from 0 to " + (peaks.channels() - 1)
                + ", or a record or a linked record that is not there; sort hits by time, and give the records that"
                + " they were found in");
    }
}
