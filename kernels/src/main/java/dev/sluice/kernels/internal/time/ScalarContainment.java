package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The search of `FullyContainedKernel`; immutable, safe from any thread.
///
/// One finger walks over the containers that have ended for good; from there on, few are looked at.
public final class ScalarContainment implements IntervalPairLoop {

    private final ContainmentPlan plan;

    private ScalarContainment(ContainmentPlan plan) {
        this.plan = plan;
    }

    /// The search of this plan.
    public static IntervalPairLoop of(ContainmentPlan plan) {
        return new ScalarContainment(plan);
    }

    @Override
    public long run(long things, long thingCount, long containers, long containerCount, long results) {
        RawIntervals layout = plan.things();
        RawIntervals holders = plan.containers();
        long fault = IntervalOrder.firstFault(layout, things, thingCount);
        long holderFault = IntervalOrder.firstFault(holders, containers, containerCount);
        if (fault >= 0 || holderFault >= 0) {
            return fault >= 0 ? fault : -2 - holderFault;
        }
        long open = 0;
        for (long i = 0; i < thingCount; i++) {
            long thing = things + i * layout.stride();
            long time = layout.time(thing);
            while (open < containerCount && holders.end(containers + open * holders.stride()) <= time) {
                open++;
            }
            long found = find(containers, containerCount, open, time, layout.end(thing));
            AddressSpace.int32(results + 4L * i, (int) found);
        }
        return FINE;
    }

    private long find(long containers, long count, long open, long time, long end) {
        RawIntervals holders = plan.containers();
        long last = plan.strax() ? Math.min(count, open + 1) : count;
        for (long i = open; i < last; i++) {
            long container = containers + i * holders.stride();
            if (holders.time(container) > time) {
                return -1;
            }
            long stop = holders.end(container);
            if (time < stop && end <= stop) {
                return i;
            }
        }
        return -1;
    }
}
