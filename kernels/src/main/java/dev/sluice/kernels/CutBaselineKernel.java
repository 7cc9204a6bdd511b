package dev.sluice.kernels;

import dev.sluice.kernels.scalar.ScalarCutBaseline;
import dev.sluice.kernels.unchecked.CutBaselineLoop;
import dev.sluice.kernels.unchecked.CutBaselinePlan;
import java.lang.foreign.MemorySegment;

/// Copies of records without the baseline around their pulses: the first and last samples of every pulse are 0.
///
/// Immutable and safe from any thread; it owns no memory. Of a pulse of pulse_length samples, whose fragment number
/// record_i begins with sample `samples * record_i`, those in `[before, pulse_length - after)` stay; of a pulse that is
/// not longer than both together, none. All other fields are copied, the area too; reduction_level becomes 1 (baseline
/// cut).
///
/// Formula of strax' `cut_baseline`, which current numba does not compile.
public final class CutBaselineKernel {

    private final FragmentLayout layout;
    private final CutBaselineLoop loop;
    private final Call.Body body = this::run;

    private CutBaselineKernel(FragmentLayout layout, CutBaselineLoop loop) {
        this.layout = layout;
        this.loop = loop;
    }

    /// A kernel for records of this layout, which cuts so many samples off pulses: strax has 48 and 30.
    public static CutBaselineKernel of(FragmentLayout layout, int before, int after) {
        return of(layout, before, after, Kernels.provider());
    }

    /// The same, computed with this provider.
    public static CutBaselineKernel of(FragmentLayout layout, int before, int after, KernelProvider provider) {
        if (layout == null || provider == null) {
            throw new IllegalArgumentException(
                    "something is missing: layout=" + layout + " provider=" + provider + "; give both");
        }
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "negative number of samples to cut: before=" + before + " after=" + after + ", least is 0");
        }
        CutBaselinePlan plan = new CutBaselinePlan(layout.samples(), before, after);
        return new CutBaselineKernel(layout, provider.loop(plan, ScalarCutBaseline::of));
    }

    /// Copies `count` records that start at byte `offset` of `records` to `target`, from `targetOffset` on, without
    /// their baseline.
    ///
    /// Both segments must be native and apart from each other; a shared arena cannot be closed during the call.
    /// Fails before anything is written: `IndexOutOfBoundsException` if a segment is too small,
    /// `IllegalArgumentException` if it is a heap or read-only segment or they overlap, `IllegalStateException` if it
    /// is
    /// closed, `WrongThreadException` if it belongs to another thread. Allocates nothing.
    public void cut(MemorySegment records, long offset, long count, MemorySegment target, long targetOffset) {
        int stride = layout.recordBytes();
        long from = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        long to = Segments.addressOfResults("target", target, targetOffset, count, stride, stride);
        Fields.requireApart("records", from, count * stride, "target", to, count * stride);
        Call.begin()
                .holding(records)
                .holding(target)
                .with(from)
                .with(count)
                .with(to)
                .run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), call.number(1), call.number(2));
        return 0;
    }
}
