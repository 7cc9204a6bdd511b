package dev.sluice.kernels.event;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.event.FindPeaksPlan;
import dev.sluice.kernels.internal.event.Gains;
import dev.sluice.kernels.internal.event.ScalarFindPeaks;
import dev.sluice.kernels.internal.event.StraxHit;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Groups hits into peaks by the gaps between them.
///
/// Immutable and safe from any thread; it owns no memory. Hits are strax' of 48 bytes, sorted by time, all of one `dt`.
/// A peak ends before a hit that starts `gapThreshold` or more after the latest end so far, or with which the peak
/// would last longer than `maxDuration`. It starts `leftExtension` before its first hit; its length is the time to
/// `rightExtension` after the latest end, in samples, rounded up. Areas (ADC counts × samples, times the gain of their
/// channel) are summed in float64 in order of the hits and stored as float32. `max_gap` is the longest time without a
/// hit, `n_hits` counts hits. Peaks of less than `minArea`, or with hits in fewer than `minChannels` channels of a gain
/// other than 0, are left out; a NaN area never is less. Every other field is 0, `channel` is -1.
///
/// As strax' `find_peaks` (strax.processing.peak_building). `Compatibility.STRAX` gives what that gives: sums rounded
/// to float32 after every addition; lengths rounded down; the left extension counted twice against the longest
/// duration, and the longest end so far not at all; a channel whose areas add up to 0 not counted.
public final class FindPeaksKernel {

    /// Bytes of a hit.
    public static final int HIT_BYTES = StraxHit.BYTES;

    private final FindPeaksPlan plan;
    private final FindPeaksPlan.Loop loop;
    private final Call.Body body = this::run;
    private final PeakLayout peaks;

    private FindPeaksKernel(FindPeaksPlan plan, PeakLayout peaks) {
        this.plan = plan;
        this.peaks = peaks;
        this.loop = Loops.of(Kernels.provider(), plan, ScalarFindPeaks::of);
    }

    /// A search with these settings; `toPe` has the gain of each channel of the peaks, in PE per ADC count × sample.
    public static FindPeaksKernel of(PeakLayout peaks, double[] toPe, PeakFinding settings, Compatibility mode) {
        requireGains(peaks, toPe);
        Fields.required("settings", settings);
        Fields.required("mode", mode);
        FindPeaksPlan plan = new FindPeaksPlan(
                peaks.raw(),
                new Gains(toPe),
                settings.gapThreshold(),
                settings.leftExtension(),
                settings.rightExtension(),
                settings.minArea(),
                settings.minChannels(),
                settings.maxDuration(),
                mode == Compatibility.STRAX);
        return new FindPeaksKernel(plan, peaks);
    }

    static void requireGains(PeakLayout peaks, double[] toPe) {
        Fields.required("peaks", peaks);
        if (Fields.required("toPe", toPe).length != peaks.channels()) {
            throw new IllegalArgumentException("there is not one gain per channel: gains=" + toPe.length + " channels="
                    + peaks.channels() + "; give as many gains as peaks have channels");
        }
    }

    /// Bytes of scratch memory that a call takes: 16 per channel, and 32.
    public long scratchBytes() {
        return plan.scratchBytes();
    }

    /// Finds the peaks of `count` hits that start at byte `offset` of `hits`; returns how many there are.
    ///
    /// As many as `capacity` are written into `target`, from `targetOffset` on, and none beyond: if more are returned,
    /// call again with that capacity. `scratch` has `scratchBytes()` bytes; the three must not overlap. Fails like
    /// `PeakChargeKernel.compute`, and with `IllegalArgumentException`, before anything is written, if a hit is out of
    /// order, of no channel, or of another `dt` than the first. Allocates nothing.
    public long find(
            MemorySegment hits,
            long offset,
            long count,
            MemorySegment target,
            long targetOffset,
            long capacity,
            MemorySegment scratch) {
        long from = Segments.addressOfRecords("hits", hits, offset, count, HIT_BYTES, HIT_BYTES);
        int stride = peaks.stride();
        long to = Segments.addressOfResults("peaks", target, targetOffset, capacity, stride, stride);
        long room = Segments.addressOfResults("scratch", scratch, 0, scratchBytes(), 1, 1);
        // Channels are checked once and then trusted, so nothing may be written over them.
        Fields.requireApart("hits", from, count * HIT_BYTES, "peaks", to, capacity * stride);
        Fields.requireApart("hits", from, count * HIT_BYTES, "scratch", room, scratchBytes());
        Fields.requireApart("peaks", to, capacity * stride, "scratch", room, scratchBytes());
        long found = Call.begin()
                .holding(hits)
                .holding(target)
                .holding(scratch)
                .with(from)
                .with(count)
                .with(to)
                .with(capacity)
                .with(room)
                .run(body);
        if (found < 0) {
            throw RefusedHit.of(hits, offset, -1 - found, peaks.channels());
        }
        return found;
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2), call.number(3), call.number(4));
    }
}
