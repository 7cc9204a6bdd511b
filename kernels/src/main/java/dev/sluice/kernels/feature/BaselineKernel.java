package dev.sluice.kernels.feature;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.feature.BaselinePlan;
import dev.sluice.kernels.internal.feature.ScalarBaseline;
import dev.sluice.kernels.internal.loop.Contents;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.RawFragments;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import java.lang.foreign.MemorySegment;

/// Mean and rms of a window of every record's samples, and the samples less that mean.
///
/// Immutable and safe from any thread; it owns no memory. Per record, over the `n` samples of the window that the
/// record really has:
///
/// - baseline = Σ x / n, in ADC counts.
/// - rms = sqrt(Σ (x - mean)² / n), the population's, in ADC counts.
///
/// Both are computed in float64 and stored as float32; an empty window and a NaN sample give the canonical NaN. For
/// 16-bit samples sums and squares are exact integers at any length, so only the last operations round. Float samples
/// are summed in the order that `PeakChargeKernel` documents, and so are their squared distances from the float64 mean.
///
/// **Fragments.** With a fragment column (strax's `record_i`) only the first fragment of a pulse, number 0, is
/// measured; the others take what it had, from this chunk or from chunks before, out of the `ChannelBaselines` that
/// the caller passes. With times (strax's `time` and `dt`) a fragment takes what its channel had last only if that is
/// of its own pulse, which starts `fragment · samples · dt` before it; any other is an orphan. Without times,
/// or with no dt above 0, it takes what its channel had last, be it of another pulse: give times, or data in which no
/// pulse lacks its first fragment.
///
/// **Samples less baseline**, where the results have room for them: with flip (the default; pulses of negative polarity
/// then go up) `floor(baseline) - x`, else `x - floor(baseline)`, saturated to int16; of the stored float32 baseline,
/// whose fraction `baseline mod 1` stays to be added to sums. Float samples lose the whole float32 baseline. Padding
/// becomes 0. Without a baseline integer samples are 0, so that they show no pulse, and float samples NaN.
///
/// The rule is that of `baseline` in strax's `processing/pulse_processing.py`. `Compatibility.STRAX` gives its bits,
/// and so its faults: fragments take the baseline that their channel had last, whatever their times; the window ignores
/// the valid length, so that padding is averaged; the baseline is cut towards zero; samples beyond int16 wrap; padding
/// is copied; a baseline that is NaN is subtracted as 0.
public final class BaselineKernel {

    private final WaveformLayout layout;
    private final BaselineResults results;
    private final BaselinePlan plan;
    private final BaselinePlan.Loop loop;
    private final Call.Body body = this::run;
    private final int extent;
    private final int resultExtent;

    private BaselineKernel(WaveformLayout layout, BaselineResults results, BaselinePlan plan, KernelProvider provider) {
        this.layout = layout;
        this.results = results;
        this.plan = plan;
        this.loop = Loops.of(provider, plan, ScalarBaseline::of);
        this.extent = plan.fragments().extent(layout.extent());
        this.resultExtent =
                results.extent(layout.samples() * layout.sampleType().bytes());
    }

    /// A kernel for waveforms of this layout, over samples 0:40, every record on its own.
    public static Builder of(WaveformLayout layout) {
        return new Builder(layout);
    }

    /// Computes `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on; for
    /// kernels without fragments.
    ///
    /// Both segments must be native; a shared arena cannot be closed during the call. They must not overlap, but that
    /// results may lie in the records themselves, with their samples where those of the records are.
    /// Fails like `PeakChargeKernel.compute`, before anything is written, and with `IllegalArgumentException` if the
    /// kernel has a fragment column. Allocates nothing.
    public void compute(MemorySegment waveforms, long offset, long count, MemorySegment target, long resultOffset) {
        if (plan.carries()) {
            throw new IllegalArgumentException("fragments need the baselines of their channels: channels=null; pass"
                    + " the ChannelBaselines of this stream");
        }
        run(waveforms, offset, count, target, resultOffset, null);
    }

    /// As the other form, for kernels with a fragment column: reads and updates the baselines of the channels.
    ///
    /// Fails with `IllegalArgumentException`, naming the record, at a fragment of an unknown pulse (unless orphans
    /// fall back) or a channel beyond `channels`; the records before it have then been computed.
    public void compute(
            MemorySegment waveforms,
            long offset,
            long count,
            MemorySegment target,
            long resultOffset,
            ChannelBaselines channels) {
        if (channels == null || !plan.carries()) {
            throw new IllegalArgumentException("channels are carried over fragments: channels=" + channels
                    + ", fragment column " + (plan.carries() ? "given" : "missing") + "; give both or neither");
        }
        run(waveforms, offset, count, target, resultOffset, Contents.of(channels));
    }

    private void run(
            MemorySegment waveforms,
            long offset,
            long count,
            MemorySegment target,
            long resultOffset,
            RawBaselines channels) {
        long records = Segments.addressOfRecords("waveforms", waveforms, offset, count, layout.stride(), extent);
        long output = Segments.addressOfResults("results", target, resultOffset, count, results.stride(), resultExtent);
        Call.begin()
                .holding(waveforms)
                .holding(target)
                .with(records)
                .with(count)
                .with(Segments.limit(waveforms))
                .with(output)
                .with(channels)
                .run(body);
    }

    private long run(Call call) {
        long records = call.number(0);
        long count = call.number(1);
        RawBaselines channels = call.object(RawBaselines.class);
        long done = loop.run(records, count, call.number(2), call.number(3), channels);
        if (done < count) {
            throw refusal(done, records + done * layout.stride(), channels);
        }
        return 0;
    }

    private IllegalArgumentException refusal(long index, long record, RawBaselines channels) {
        long channel = plan.channel().read(record);
        long fragment = plan.fragment().read(record);
        if (channels.covers(channel)) {
            return KernelArgumentException.of(
                    "fragment without the first of its pulse, record=" + index + " channel=" + channel + " fragment="
                            + fragment + times(record),
                    "start the data at a pulse, or set {orphans}=fallback and {fallback} to their baseline, in ADC"
                            + " counts",
                    "orphans",
                    OrphanFragments.REFUSE);
        }
        return KernelArgumentException.of(
                "no such channel, record=" + index + " channel=" + channel + ", limits are 0 and "
                        + (channels.channels() - 1),
                "set {channels} to the greatest channel plus 1",
                "channels",
                channels.channels());
    }

    private String times(long record) {
        RawFragments fragments = plan.fragments();
        if (!fragments.hasStart(record)) {
            return "";
        }
        return " time=" + fragments.time().read(record) + " dt="
                + fragments.dt().read(record) + " pulse_start=" + fragments.start(record);
    }

    /// The waveforms that this kernel reads.
    public WaveformLayout layout() {
        return layout;
    }

    /// True if the kernel carries baselines over fragments, and so needs `ChannelBaselines`.
    public boolean hasFragments() {
        return plan.carries();
    }

    /// The results that this kernel writes.
    public BaselineResults results() {
        return results;
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private static final int WORD = Long.BYTES;

        private final WaveformLayout layout;
        private SampleRange window = new SampleRange(0, 40);
        private Column fragment = Column.NONE;
        private Column time = Column.NONE;
        private Column dt = Column.NONE;
        private OrphanFragments orphans = OrphanFragments.REFUSE;
        private float fallback = 16_000;
        private boolean flip = true;
        private Compatibility compatibility = Compatibility.NONE;
        private BaselineResults results = BaselineResults.of(2 * Float.BYTES, 0, Float.BYTES);
        private KernelProvider provider;

        private Builder(WaveformLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// Samples averaged; 0:40 unless set.
        public Builder window(SampleRange range) {
            this.window = Fields.required("window", range);
            return this;
        }

        /// The integer field that numbers the fragments of a pulse from 0; none unless set. Needs a channel field.
        public Builder fragments(Column field) {
            this.fragment = Columns.requireInteger("fragment", Fields.required("fragments", field));
            return this;
        }

        /// The integer fields of the start of a record and of the time from sample to sample, in one unit, such as ns;
        /// none unless set. Needs fragments.
        ///
        /// With them a fragment takes the baseline of its own pulse alone: that of the first fragment which starts so
        /// many full fragments earlier. Without them, or with no dt above 0, it takes the last one of its channel.
        /// `Compatibility.STRAX` does not read them.
        public Builder pulseTimes(Column start, Column step) {
            Column first = Columns.requireInteger("time", Fields.required("time", start));
            Column second = Columns.requireInteger("dt", Fields.required("dt", step));
            if (first.isPresent() != second.isPresent()) {
                throw new IllegalArgumentException(
                        "a pulse is found by two times: time=" + start + ", dt=" + step + "; give both or neither");
            }
            this.time = first;
            this.dt = second;
            return this;
        }

        /// What becomes of fragments of pulses that are not known; refused unless set.
        public Builder orphans(OrphanFragments rule) {
            this.orphans = Fields.required("orphans", rule);
            return this;
        }

        /// The baseline of orphans that fall back, in ADC counts; 16000 unless set.
        public Builder fallback(double baseline) {
            if (!(Math.abs(baseline) <= 65_535)) {
                throw KernelArgumentException.outside("fallback", baseline, -65_535, 65_535, "ADC counts");
            }
            this.fallback = (float) baseline;
            return this;
        }

        /// Whether samples are subtracted from the baseline rather than it from them; true unless set.
        public Builder flip(boolean value) {
            this.flip = value;
            return this;
        }

        /// Whose results; right ones unless set.
        public Builder compatibility(Compatibility value) {
            this.compatibility = Fields.required("compatibility", value);
            return this;
        }

        /// Where the results go; baseline and rms as two packed float32 unless set.
        public Builder results(BaselineResults value) {
            this.results = Fields.required("results", value);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel; fails with `IllegalArgumentException` if something does not fit a record or each other.
        public BaselineKernel build() {
            results.requireRoom(layout.samples() * layout.sampleType().bytes());
            if (compatibility == Compatibility.STRAX && layout.sampleType() != SampleType.INT16) {
                throw new IllegalArgumentException("strax has int16 samples only: sampleType=" + layout.sampleType()
                        + "; give compatibility none");
            }
            if (fragment.isPresent()) {
                requireFragments();
            } else if (time.isPresent()) {
                throw new IllegalArgumentException("times of pulses, but no fragments: time=" + time + ", dt=" + dt
                        + "; give the column of fragments too");
            }
            return new BaselineKernel(layout, results, plan(), provider == null ? Kernels.provider() : provider);
        }

        private void requireFragments() {
            if (!layout.channel().isPresent()) {
                throw new IllegalArgumentException("fragments, but the records have no channel field: fragments="
                        + fragment + "; give the layout a channel");
            }
            requireInside("fragment", fragment);
            requireInside("time", time);
            requireInside("dt", dt);
        }

        private void requireInside(String name, Column field) {
            if (Columns.end(field) > layout.stride() || layout.stride() < WORD) {
                throw new IllegalArgumentException(name + " field reaches out of its record: it ends at byte "
                        + Columns.end(field) + ", stride=" + layout.stride() + " (at least " + WORD
                        + "); correct its offset or the stride");
            }
        }

        private BaselinePlan plan() {
            RawWaveforms waveforms = Layouts.waveforms(layout);
            boolean strax = compatibility == Compatibility.STRAX;
            return new BaselinePlan(
                    waveforms,
                    Layouts.window(layout, window),
                    Layouts.window(layout, SampleRange.from(0)),
                    RawFragments.of(
                            waveforms, raw(fragment), raw(strax ? Column.NONE : time), raw(strax ? Column.NONE : dt)),
                    strax,
                    orphans == OrphanFragments.FALLBACK,
                    fallback,
                    flip,
                    results.stride(),
                    results.baselineOffset(),
                    results.rmsOffset(),
                    results.samplesOffset());
        }

        private RawColumn raw(Column field) {
            return Columns.raw(field, layout.extent());
        }
    }
}
