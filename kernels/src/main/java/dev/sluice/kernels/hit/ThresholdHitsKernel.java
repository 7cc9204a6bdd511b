package dev.sluice.kernels.hit;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.hit.ScalarThresholdHits;
import dev.sluice.kernels.internal.hit.ThresholdHitFields;
import dev.sluice.kernels.internal.hit.ThresholdHitsPlan;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Hits of every waveform: the runs of samples that are at or over a threshold.
///
/// Immutable and safe from any thread; it owns no memory. Per record, with `v` the valid length, `b` the baseline (the
/// field, or the mean over the baseline range cut to `[0, v)`) and `t` the channel's threshold, in
/// ADC counts:
///
/// - signal = wave - b for positive pulses, b - wave for negative ones. A sample is over threshold if wave >= b + t,
///   or wave <= b - t, with that sum evaluated in float64. NaN samples never are, nor is any where the baseline is
///   NaN, as it is over an empty range unless `EmptyWindow.ZERO` makes it 0.
/// - a hit is a maximal run `[start, end)` of such samples; it ends with the record. Hits come in the order of records,
///   then of samples.
/// - edges: `[start - left, end + right)`, cut to `[0, v)`, to the end of the hit before and to the first sample over
///   threshold of the hit after it: so no sample is of two hits, and a height is never that of a neighbour. Samples
///   between two hits are the earlier one's first. Width is the distance of the edges in samples.
/// - position: the first highest sample between the edges; height: its signal in ADC counts.
/// - integral: sum of the positive signals between the edges, in ADC counts × samples. Of 16-bit samples the sum is
///   exact but for the last rounding; float samples are summed in float64 in rising order.
/// - rise time = max(0, position - start) · dt, fall time = max(0, end - 1 - position) · dt: without the extensions.
/// - timestamp = time + position · dt in int64, where dt is a whole number; else the product is rounded to even.
///
/// Formula of WaveformAnalysis' `hit_threshold`, without its faults: extensions that reach over neighbours, so that
/// samples count twice (`overlappingExtensions` keeps them); padding after the valid length is no signal, and
/// timestamps are exact at any time. The hit records are `BYTES` long, packed: time i8, position i8, height f4,
/// integral f4, edge_start i4, edge_end i4, width f4, dt f8, rise_time f4, fall_time f4, timestamp i8, board i4,
/// channel i4, record_id i8; `time` is that of the waveform, so hits are in order of it as waveforms are. Board and
/// channel are 0 and record_id is -1 where the waveforms have no such fields.
public final class ThresholdHitsKernel {

    /// Bytes of a hit record.
    public static final int BYTES = ThresholdHitFields.BYTES;

    private final ThresholdHitsPlan.Loop loop;
    private final Call.Body body = this::run;
    private final int stride;
    private final int extent;

    private ThresholdHitsKernel(Builder builder) {
        ThresholdHitsPlan plan = builder.plan();
        this.loop = Loops.of(builder.chosenProvider(), plan, ScalarThresholdHits::of);
        this.stride = builder.layout.stride();
        this.extent = builder.extent();
    }

    /// A kernel for waveforms of this layout whose int64 time lies at `timeOffset` and whose sampling period, a number
    /// in the unit of time, is the field `dt`.
    public static Builder of(WaveformLayout layout, int timeOffset, Column dt) {
        return new Builder(layout, timeOffset, dt);
    }

    /// Finds the hits of `count` records that start at byte `offset` of `waveforms`, writes the first `capacity` of
    /// them into `hits` from `hitOffset` on, and returns how many there are.
    ///
    /// If that is more than `capacity`, the rest was counted only: give more room and call again. Both segments must be
    /// native; a shared arena cannot be closed during the call; they must not overlap. Fails before anything is
    /// written: `IndexOutOfBoundsException` if a segment is too small, `IllegalArgumentException` if it is a heap or
    /// read-only segment, `IllegalStateException` if it is closed, `WrongThreadException` if it belongs to another
    /// thread. Allocates nothing.
    public long find(
            MemorySegment waveforms, long offset, long count, MemorySegment hits, long hitOffset, long capacity) {
        long records = Segments.addressOfRecords("waveforms", waveforms, offset, count, stride, extent);
        long output = Segments.addressOfResults("hits", hits, hitOffset, capacity, BYTES, BYTES);
        return Call.begin()
                .holding(waveforms)
                .holding(hits)
                .with(records)
                .with(count)
                .with(Segments.limit(waveforms))
                .with(output)
                .with(capacity)
                .run(body);
    }

    private long run(Call call) {
        return loop.run(call.number(0), call.number(1), call.number(2), call.number(3), call.number(4));
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final WaveformLayout layout;
        private final int timeOffset;
        private final Column dt;
        private Column board = Column.NONE;
        private Column recordId = Column.NONE;
        private ChannelThresholds thresholds = ChannelThresholds.all(10);
        private Polarities polarities = Polarities.NEGATIVE;
        private EmptyWindow emptyWindow = EmptyWindow.NAN;
        private SampleRange baselineRange = new SampleRange(0, 40);
        private int leftExtension = 2;
        private int rightExtension = 2;
        private boolean overlapping;
        private KernelProvider provider;

        private Builder(WaveformLayout layout, int timeOffset, Column dt) {
            this.layout = Fields.required("layout", layout);
            this.timeOffset = timeOffset;
            this.dt = Fields.required("dt", dt);
            requireInside("time", timeOffset, timeOffset + (long) Long.BYTES);
            if (!dt.isPresent()) {
                throw new IllegalArgumentException("sampling period is missing: dt=none; give its field");
            }
            requireInside("dt", dt.offset(), Columns.end(dt));
        }

        /// The integer field with the number of the board; none unless set.
        public Builder board(Column column) {
            this.board = requireIntegerInside("board", column);
            return this;
        }

        /// The integer field with the number of the waveform; none unless set.
        public Builder recordId(Column column) {
            this.recordId = requireIntegerInside("record id", column);
            return this;
        }

        /// Thresholds in ADC counts; 10 unless set. Channels that differ need a channel field.
        public Builder thresholds(ChannelThresholds value) {
            this.thresholds = Fields.required("thresholds", value);
            return this;
        }

        /// Polarity of the channels; all negative unless set. Channels that differ need a channel field.
        public Builder polarities(Polarities value) {
            this.polarities = Fields.required("polarities", value);
            return this;
        }

        /// Samples averaged for the baseline where the layout has no baseline field; 0:40 unless set.
        public Builder baselineRange(SampleRange range) {
            this.baselineRange = Fields.required("baselineRange", range);
            return this;
        }

        /// Samples that hits are extended by at their start, 0 or more; 2 unless set.
        public Builder leftExtension(int samples) {
            this.leftExtension = requireExtension("leftExtension", samples);
            return this;
        }

        /// Samples that hits are extended by at their end, 0 or more; 2 unless set.
        public Builder rightExtension(int samples) {
            this.rightExtension = requireExtension("rightExtension", samples);
            return this;
        }

        private static int requireExtension(String name, int samples) {
            if (samples < 0) {
                throw KernelArgumentException.of("negative extension of hits", "give 0 samples or more", name, samples);
            }
            return samples;
        }

        /// Whether extensions reach over neighbouring hits, whose samples then count twice; false unless set.
        public Builder overlappingExtensions(boolean value) {
            this.overlapping = value;
            return this;
        }

        /// What a window gives of which a record has no sample; NaN unless set.
        public Builder emptyWindow(EmptyWindow rule) {
            this.emptyWindow = Fields.required("emptyWindow", rule);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel; fails with `IllegalArgumentException` if channels differ and there is no channel.
        public ThresholdHitsKernel build() {
            if (!(polarities.isUniform() && thresholds.isUniform())
                    && !layout.channel().isPresent()) {
                throw new IllegalArgumentException("polarity or threshold by channel, but the records have no channel"
                        + " field: polarities=" + polarities + " thresholds=" + thresholds + "; give one for all");
            }
            return new ThresholdHitsKernel(this);
        }

        private KernelProvider chosenProvider() {
            return provider == null ? Kernels.provider() : provider;
        }

        private int extent() {
            long fields = Math.max(
                    Math.max(timeOffset + (long) Long.BYTES, Columns.end(dt)),
                    Math.max(Columns.end(board), Columns.end(recordId)));
            return (int) Math.max(layout.extent(), fields);
        }

        private ThresholdHitsPlan plan() {
            return new ThresholdHitsPlan(
                    Layouts.waveforms(layout),
                    Layouts.window(layout, SampleRange.from(0)),
                    Layouts.window(layout, baselineRange),
                    Channels.polarities(polarities, layout.channel(), layout.extent()),
                    emptyWindow.value(),
                    Channels.thresholds(thresholds),
                    leftExtension,
                    rightExtension,
                    overlapping,
                    timeOffset,
                    Columns.raw(dt, extent()),
                    Columns.raw(board, extent()),
                    Columns.raw(recordId, extent()));
        }

        private Column requireIntegerInside(String name, Column column) {
            Columns.requireInteger(name, Fields.required(name, column));
            requireInside(name, Math.max(0, column.offset()), Columns.end(column));
            return column;
        }

        private void requireInside(String name, int from, long end) {
            if (from < 0 || end > layout.stride()) {
                throw new IllegalArgumentException(name + " is not inside its record: it takes bytes " + from + " to "
                        + end + ", stride=" + layout.stride() + "; correct its offset or the stride");
            }
        }
    }
}
