package dev.sluice.kernels.time;

import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.time.ScalarTouching;
import dev.sluice.kernels.internal.time.TouchingPlan;
import java.lang.foreign.MemorySegment;

/// For every container, the range of the things that touch it, or come within a window of it.
///
/// Immutable and safe from any thread; it owns no memory. Things and containers are sorted by time, either may overlap.
/// A thing touches a container if `thing.end > container.time - window` and `thing.time < container.end + window`;
/// sums stop at the limits of int64. With a window of 0 they share some time; with -1, more than one unit of it. The
/// result is two int32 per container: the first thing whose end, and just after the last thing whose start, fulfils
/// its half of the condition, the second never less than the first. Where things overlap, some in between may not
/// touch. The cost is linear where the ends of the containers are sorted too, or nearly so.
///
/// As strax' `touching_windows` (strax.processing.general); no result differs, save that an empty range never has its
/// end before its start, and that ranges are given also if there is no thing: they are 0 to 0.
public final class TouchingWindowsKernel {

    private final IntervalPair pair;

    private TouchingWindowsKernel(IntervalPair pair) {
        this.pair = pair;
    }

    /// The search for things of one layout around containers of another, up to `window` away from them.
    public static TouchingWindowsKernel of(IntervalLayout things, IntervalLayout containers, long window) {
        Fields.required("containers", containers);
        TouchingPlan plan = new TouchingPlan(
                Layouts.intervals(Fields.required("things", things)), Layouts.intervals(containers), window);
        return new TouchingWindowsKernel(new IntervalPair(
                things, containers, Loops.of(Kernels.provider(), plan, ScalarTouching::of), 2 * Integer.BYTES));
    }

    /// Writes two int32 per container into `results`, from `resultOffset` on: first thing, just after the last thing.
    ///
    /// Fails like `FullyContainedKernel.compute`. Allocates nothing.
    public void compute(
            MemorySegment things,
            long thingOffset,
            long thingCount,
            MemorySegment containers,
            long containerOffset,
            long containerCount,
            MemorySegment results,
            long resultOffset) {
        pair.run(
                things,
                thingOffset,
                thingCount,
                containers,
                containerOffset,
                containerCount,
                results,
                resultOffset,
                containerCount);
    }
}
