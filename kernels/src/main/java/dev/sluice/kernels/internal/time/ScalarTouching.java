package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;

/// The search of `TouchingWindowsKernel`; immutable, safe from any thread.
///
/// Two fingers on the things: the left one only moves on, since containers are sorted by start; the right one follows
/// the ends of the containers, to and fro.
public final class ScalarTouching implements IntervalPairLoop {

    private final TouchingPlan plan;

    private ScalarTouching(TouchingPlan plan) {
        this.plan = plan;
    }

    /// The search of this plan.
    public static IntervalPairLoop of(TouchingPlan plan) {
        return new ScalarTouching(plan);
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
        int stride = layout.stride();
        long left = 0;
        long right = 0;
        for (long i = 0; i < containerCount; i++) {
            long container = containers + i * holders.stride();
            long from = Saturated.subtract(holders.time(container), plan.window());
            long to = Saturated.add(holders.end(container), plan.window());
            while (left < thingCount && layout.end(things + left * stride) <= from) {
                left++;
            }
            while (right > 0 && layout.time(things + (right - 1) * stride) >= to) {
                right--;
            }
            while (right < thingCount && layout.time(things + right * stride) < to) {
                right++;
            }
            AddressSpace.int32(results + 8L * i, (int) left);
            AddressSpace.int32(results + 8L * i + 4, (int) Math.max(left, right));
        }
        return FINE;
    }
}
