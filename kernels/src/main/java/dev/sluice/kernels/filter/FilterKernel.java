package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Filters every waveform, record by record: all filters go through it, whose formulas are those of the classes that
/// extend [Filter].
///
/// Immutable and safe from any thread; it owns no memory. Samples are int16, uint16 or float32, filtered ones float32;
/// only the valid samples of a record are filtered (all if the layout has no valid length), and the result after them
/// is 0. Records do not touch each other. NaN results are the canonical NaN; results do not depend on the machine or
/// its vector width, bit for bit.
///
/// A thread that computes keeps scratch memory off-heap, which grows to the longest record: 8 bytes per sample, per
/// vector lane where records are filtered side by side (recursive filters).
public final class FilterKernel {

    private final WaveformLayout layout;
    private final FilteredWave results;
    private final Filter filter;
    private final FilterLoop loop;
    private final Call.Body body = this::run;
    private final boolean inPlace;

    private FilterKernel(Builder builder) {
        this.layout = builder.layout;
        this.results = builder.results;
        this.filter = builder.filter;
        RawFiltering filtering =
                new RawFiltering(Layouts.waveforms(layout), layout.waveOffset(), results.stride(), results.offset());
        this.loop = filter.loop(filtering, layout, builder.provider == null ? Kernels.provider() : builder.provider);
        this.inPlace = results.stride() == layout.stride() && isBesideWhatIsRead();
    }

    /// A kernel that filters waveforms of this layout into packed waves.
    public static Builder of(WaveformLayout layout, Filter filter) {
        return new Builder(layout, filter);
    }

    /// Filters `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on.
    ///
    /// Both segments must be native; a shared arena cannot be closed during the call. Records and results may be
    /// the same ones, if the filtered wave is the wave itself, of float32, or apart from all that is read; any other
    /// overlap is refused. Fails before anything is written: `IndexOutOfBoundsException` if a segment is too small,
    /// `IllegalArgumentException` if it is a heap or read-only segment or they overlap, `IllegalStateException` if it
    /// is closed, `WrongThreadException` if it belongs to another thread. Allocates nothing on the heap in the steady
    /// state.
    public void compute(MemorySegment waveforms, long offset, long count, MemorySegment target, long resultOffset) {
        long records =
                Segments.addressOfRecords("waveforms", waveforms, offset, count, layout.stride(), layout.extent());
        long output =
                Segments.addressOfResults("results", target, resultOffset, count, results.stride(), results.extent());
        requireApart(records, output, count);
        Call.begin()
                .holding(waveforms)
                .holding(target)
                .with(records)
                .with(count)
                .with(output)
                .run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), call.number(1), call.number(2));
        return 0;
    }

    /// The waveforms that this kernel reads.
    public WaveformLayout layout() {
        return layout;
    }

    /// The results that this kernel writes.
    public FilteredWave results() {
        return results;
    }

    /// What it does to them.
    public Filter filter() {
        return filter;
    }

    private void requireApart(long records, long output, long count) {
        if (count == 0 || records == output && inPlace) {
            return;
        }
        long recordsEnd = records + (count - 1) * layout.stride() + layout.extent();
        long outputEnd = output + (count - 1) * results.stride() + results.extent();
        if (output < recordsEnd && records < outputEnd) {
            throw new IllegalArgumentException("results would overwrite waveforms: the segments overlap by "
                    + (Math.min(recordsEnd, outputEnd) - Math.max(records, output))
                    + " bytes; filter into other memory, or in place, float32 waves onto themselves");
        }
    }

    /// True if results in the records themselves overwrite nothing but the wave that they are computed from.
    private boolean isBesideWhatIsRead() {
        int waveBytes = layout.samples() * layout.sampleType().bytes();
        boolean isTheWave = layout.sampleType() == SampleType.FLOAT32 && results.offset() == layout.waveOffset();
        return (isTheWave || isApart(layout.waveOffset(), layout.waveOffset() + (long) waveBytes))
                && isApart(layout.validLength().offset(), Columns.end(layout.validLength()))
                && isApart(layout.baseline().offset(), Columns.end(layout.baseline()));
    }

    private boolean isApart(long from, long end) {
        return end <= results.offset() || results.extent() <= from || end <= from;
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final WaveformLayout layout;
        private final Filter filter;
        private FilteredWave results;
        private KernelProvider provider;

        private Builder(WaveformLayout layout, Filter filter) {
            this.layout = Fields.required("layout", layout);
            this.filter = Fields.required("filter", filter);
            this.results = FilteredWave.packed(layout.samples());
        }

        /// Where the results go; packed waves unless set.
        public Builder results(FilteredWave value) {
            this.results = Fields.required("results", value);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel; fails with `IllegalArgumentException` if wave and filtered wave differ in length.
        public FilterKernel build() {
            if (results.samples() != layout.samples()) {
                throw new IllegalArgumentException("filtered wave of another length: samples=" + results.samples()
                        + ", the wave has " + layout.samples() + "; give it the same");
            }
            return new FilterKernel(this);
        }
    }
}
