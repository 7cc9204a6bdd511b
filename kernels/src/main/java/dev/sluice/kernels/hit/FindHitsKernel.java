package dev.sluice.kernels.hit;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.hit.FindHitsPlan;
import dev.sluice.kernels.internal.hit.ScalarFindHits;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Hits of records whose baseline is subtracted: the runs of samples at or over a threshold.
///
/// Immutable and safe from any thread; it owns no memory. Per record of a `FragmentLayout`, with `n` its length (cut to
/// the samples there are) and all amplitudes in ADC counts:
///
/// - threshold = max(least amplitude, baseline_rms · least height over noise) of the channel, in float64; noise that is
///   NaN does not count.
/// - a hit is a maximal run `[left, right)` of samples `x >= threshold` within `[0, n)`. It never goes on in the next
///   fragment. Hits come in the order of records, then of samples, which is not that of their times.
/// - area = Σ x + (right - left) · f and height = max(x) + f in float64, stored as float32. `f` is what the integer
///   samples lack of the baseline: its fraction for negative pulses, minus that for positive ones.
/// - time = record time + left · dt, max_time = record time + (first highest sample) · dt, in int64.
/// - record_i is the index of the record in this call, or counts from the number that is given for the first one; both
///   integration bounds are 0. The bit shift of amplitudes is not applied, neither to samples nor to thresholds.
///
/// Formula of strax' `find_hits`, without its faults: there heights start at 0 and max_time may be that of an earlier
/// hit where the threshold is not positive, and the fraction is added whatever the polarity. `Compatibility.STRAX`
/// brings them back bit for bit.
public final class FindHitsKernel {

    private final FragmentLayout layout;
    private final FindHitsPlan.Loop loop;
    private final Call.Body body = this::run;

    private FindHitsKernel(Builder builder) {
        this.layout = builder.layout;
        this.loop = Loops.of(builder.chosenProvider(), builder.plan(), ScalarFindHits::of);
    }

    /// A kernel for records of this layout.
    public static Builder of(FragmentLayout layout) {
        return new Builder(layout);
    }

    /// Finds the hits of `count` records that start at byte `offset` of `records`, writes the first `capacity` of them
    /// into `hits` from `hitOffset` on, and returns how many there are.
    ///
    /// If that is more than `capacity`, the rest was counted only: give more room and call again. Both segments must be
    /// native; a shared arena cannot be closed during the call; they must not overlap. Fails before anything is
    /// written: `IndexOutOfBoundsException` if a segment is too small, `IllegalArgumentException` if it is a heap or
    /// read-only segment or there are more records than an int32 counts, `IllegalStateException` if it is closed,
    /// `WrongThreadException` if it belongs to another thread. Allocates nothing.
    public long find(
            MemorySegment records, long offset, long count, MemorySegment hits, long hitOffset, long capacity) {
        return find(records, offset, count, 0, hits, hitOffset, capacity);
    }

    /// As the other method, with `first` as the number of the first record: `record_i` counts on from there.
    ///
    /// @throws IllegalArgumentException also if an int32 does not number all records so
    public long find(
            MemorySegment records,
            long offset,
            long count,
            long first,
            MemorySegment hits,
            long hitOffset,
            long capacity) {
        if (count > Integer.MAX_VALUE || first > Integer.MAX_VALUE - count || first < Integer.MIN_VALUE) {
            throw new IllegalArgumentException("hits number their records in int32: count=" + count + " first=" + first
                    + ", most of their sum is " + Integer.MAX_VALUE + "; give smaller chunks of shorter runs");
        }
        int stride = layout.recordBytes();
        int hitBytes = FragmentLayout.HIT_BYTES;
        long from = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        long to = Segments.addressOfResults("hits", hits, hitOffset, capacity, hitBytes, hitBytes);
        return Call.begin()
                .holding(records)
                .holding(hits)
                .with(from)
                .with(count)
                .with(first)
                .with(Segments.limit(records))
                .with(to)
                .with(capacity)
                .run(body);
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2), call.number(3), call.number(4), call.number(5));
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final FragmentLayout layout;
        private ChannelThresholds amplitudes = ChannelThresholds.all(15);
        private ChannelThresholds overNoise = ChannelThresholds.all(0);
        private Polarities polarities = Polarities.NEGATIVE;
        private Compatibility compatibility = Compatibility.NONE;
        private KernelProvider provider;

        private Builder(FragmentLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// Least amplitude in ADC counts; 15 unless set.
        public Builder leastAmplitudes(ChannelThresholds value) {
            this.amplitudes = Fields.required("amplitudes", value);
            return this;
        }

        /// Least height as a multiple of the baseline's rms; 0 unless set.
        public Builder leastHeightsOverNoise(ChannelThresholds value) {
            this.overNoise = Fields.required("overNoise", value);
            return this;
        }

        /// The direction that the pulses had before the baseline was subtracted; negative unless set.
        public Builder polarity(Polarity value) {
            return polarities(Polarities.all(Fields.required("polarity", value)));
        }

        /// That direction by channel; negative unless set. Channels are numbers, of no board.
        public Builder polarities(Polarities value) {
            this.polarities = Fields.required("polarities", value);
            return this;
        }

        /// Whose results; the right ones unless set.
        public Builder compatibility(Compatibility value) {
            this.compatibility = Fields.required("compatibility", value);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel.
        public FindHitsKernel build() {
            return new FindHitsKernel(this);
        }

        private KernelProvider chosenProvider() {
            return provider == null ? Kernels.provider() : provider;
        }

        private FindHitsPlan plan() {
            return new FindHitsPlan(
                    layout.samples(),
                    Channels.thresholds(amplitudes),
                    Channels.thresholds(overNoise),
                    Channels.polarities(polarities, layout),
                    compatibility == Compatibility.STRAX);
        }
    }
}
