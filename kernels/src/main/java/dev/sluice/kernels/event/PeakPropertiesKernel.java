package dev.sluice.kernels.event;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.event.PeakPropertiesPlan;
import dev.sluice.kernels.internal.event.ScalarPeakProperties;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Widths, median, center and top fraction of peaks with a waveform.
///
/// Immutable and safe from any thread; it owns no memory. With `T(f)` the time from the start of a peak at which its
/// waveform has reached the fraction `f` of its sum, within a sample by a straight line:
///
/// - `median_time` = T(0.5), ns, float32.
/// - `width[i]` = T(0.5 + i/20) - T(0.5 - i/20), `i` from 0 to 10.
/// - `area_decile_from_midpoint[i]` = T(i/10) - T(0.5).
/// - `center_time` = the mean time of the samples' middles, weighted by `data`, rounded towards the start, in `[time,
///   end]`; the start where the samples add up to 0.
/// - `area_fraction_top` = area of the channels below `topChannels` over the area; NaN if that is not
///   positive, or there are no top channels.
///
/// Sums are float64, in order of the samples. T(1) is the end of the peak, and so is T of a fraction that rounding or
/// negative samples keep from being reached; T is NaN everywhere if the sum is not positive. A NaN sample makes the sum
/// NaN: times are then NaN, and the center is the start.
///
/// As strax' `compute_properties` (strax.processing.peak_properties). `Compatibility.STRAX` gives what that gives:
/// fractions of the field `area`, which is not the sum of the waveform where a tail was cut off, so that a fraction may
/// not be reached, its time be 0 and a width negative; times of 0 without an area; and sums in float32.
public final class PeakPropertiesKernel {

    /// Bytes of scratch memory that a call takes.
    public static final int SCRATCH_BYTES = PeakPropertiesPlan.SCRATCH;

    private final PeakLayout peaks;
    private final PeakPropertiesPlan.Loop loop;
    private final Call.Body body = this::run;

    private PeakPropertiesKernel(PeakLayout peaks, PeakPropertiesPlan.Loop loop) {
        this.peaks = peaks;
        this.loop = loop;
    }

    /// The properties of peaks of this layout; with 0 top channels `area_fraction_top` is NaN; strax leaves it as
    /// it is.
    public static PeakPropertiesKernel of(PeakLayout peaks, int topChannels, Compatibility mode) {
        Fields.required("peaks", peaks);
        Fields.required("mode", mode);
        if (topChannels < 0 || topChannels > peaks.channels()) {
            throw KernelArgumentException.of(
                    "no such channels at the top",
                    "limits are 0 and {channels}=" + peaks.channels(),
                    "topChannels",
                    topChannels);
        }
        PeakPropertiesPlan plan = new PeakPropertiesPlan(peaks.raw(), topChannels, mode == Compatibility.STRAX);
        return new PeakPropertiesKernel(peaks, Loops.of(Kernels.provider(), plan, ScalarPeakProperties::of));
    }

    /// Computes the properties of `count` peaks from byte `offset` on, in place; `scratch` has `SCRATCH_BYTES` bytes
    /// of its own.
    ///
    /// Fails like `PeakChargeKernel.compute`, and with `IllegalArgumentException`, before anything is written, if a
    /// peak is longer than its waveform. Allocates nothing.
    public void compute(MemorySegment peakSegment, long offset, long count, MemorySegment scratch) {
        int stride = peaks.stride();
        long first = Segments.addressOfResults("peaks", peakSegment, offset, count, stride, stride);
        long room = Segments.addressOfResults("scratch", scratch, 0, SCRATCH_BYTES, 1, 1);
        // Lengths are checked once and then trusted, so nothing may be written over them.
        Fields.requireApart("peaks", first, count * stride, "scratch", room, SCRATCH_BYTES);
        long fault = Call.begin()
                .holding(peakSegment)
                .holding(scratch)
                .with(first)
                .with(count)
                .with(room)
                .run(body);
        if (fault >= 0) {
            throw new IllegalArgumentException("peak " + fault + " has a length that is not from 0 to samples="
                    + peaks.samples() + "; sum its waveform first, which downsamples it");
        }
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2));
    }
}
