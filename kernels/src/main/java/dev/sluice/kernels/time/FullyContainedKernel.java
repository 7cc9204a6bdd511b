package dev.sluice.kernels.time;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.time.ContainmentPlan;
import dev.sluice.kernels.internal.time.ScalarContainment;
import java.lang.foreign.MemorySegment;

/// For every thing, the first container that it lies in as a whole.
///
/// Immutable and safe from any thread; it owns no memory. Things and containers are sorted by time, either may overlap.
/// A thing lies in a container if `container.time <= thing.time < container.end` and `thing.end <= container.end`; the
/// result is the index of the first such container in int32, or -1. The cost is linear where containers do not overlap.
///
/// As strax' `fully_contained_in` (strax.processing.general), which is right for containers that do not overlap. Where
/// they do it looks only at the first container that has not ended, and misses later ones; `Compatibility.STRAX` does
/// so too.
public final class FullyContainedKernel {

    private final IntervalPair pair;

    private FullyContainedKernel(IntervalPair pair) {
        this.pair = pair;
    }

    /// The search for containers of one layout around things of another.
    public static FullyContainedKernel of(IntervalLayout things, IntervalLayout containers, Compatibility mode) {
        Fields.required("mode", mode);
        Fields.required("containers", containers);
        ContainmentPlan plan = new ContainmentPlan(
                Layouts.intervals(Fields.required("things", things)),
                Layouts.intervals(containers),
                mode == Compatibility.STRAX);
        return new FullyContainedKernel(new IntervalPair(
                things, containers, Loops.of(Kernels.provider(), plan, ScalarContainment::of), Integer.BYTES));
    }

    /// Writes one int32 per thing into `results`, from `resultOffset` on.
    ///
    /// Fails like `PeakChargeKernel.compute`; and with `IllegalArgumentException`, before anything is written, if
    /// things or containers are out of order or end before they start. Allocates nothing.
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
                thingCount);
    }
}
