package dev.sluice.kernels.record;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.CutBaselinePlan;
import dev.sluice.kernels.internal.record.ScalarCutBaseline;
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
    private final CutBaselinePlan.Loop loop;
    private final Call.Body body = this::run;

    private CutBaselineKernel(FragmentLayout layout, CutBaselinePlan.Loop loop) {
        this.layout = layout;
        this.loop = loop;
    }

    /// A kernel for records of this layout.
    public static Builder of(FragmentLayout layout) {
        return new Builder(Fields.required("layout", layout));
    }

    /// Copies `count` records that start at byte `offset` of `records` to `target`, from `targetOffset` on, without
    /// their baseline.
    ///
    /// Both segments must be native and apart from each other; a shared arena cannot be closed during the call.
    /// Fails before anything is written: `IndexOutOfBoundsException` if a segment is too small,
    /// `IllegalArgumentException` if it is a heap or read-only segment or they overlap, `IllegalStateException` if it
    /// is closed, `WrongThreadException` if it belongs to another thread. Allocates nothing.
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

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final FragmentLayout layout;
        private int before = 48;
        private int after = 30;
        private KernelProvider provider;

        private Builder(FragmentLayout layout) {
            this.layout = layout;
        }

        /// How many samples are cut off the start of a pulse, 0 or more; 48 unless set.
        public Builder before(int samples) {
            this.before = requireCount("before", samples);
            return this;
        }

        /// How many samples are cut off its end, 0 or more; 30 unless set.
        public Builder after(int samples) {
            this.after = requireCount("after", samples);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel.
        public CutBaselineKernel build() {
            KernelProvider chosen = provider == null ? Kernels.provider() : provider;
            CutBaselinePlan plan = new CutBaselinePlan(layout.samples(), before, after);
            return new CutBaselineKernel(layout, Loops.of(chosen, plan, ScalarCutBaseline::of));
        }

        private static int requireCount(String name, int samples) {
            if (samples < 0) {
                throw new IllegalArgumentException(
                        "negative number of samples to cut: " + name + "=" + samples + ", least is 0");
            }
            return samples;
        }
    }
}
