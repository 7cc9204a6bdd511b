package dev.sluice.kernels.internal.time;

/// Whether intervals are sorted by time and end no earlier than they start; unchecked, stateless, safe from any thread.
public final class IntervalOrder {

    private IntervalOrder() {}

    /// Index of the first interval that starts before the one in front of it, or ends before it starts; -1 if none
    /// does. One pass without a branch on the data; only where something is wrong, a second one looks for it.
    public static long firstFault(RawIntervals layout, long intervals, long count) {
        long fault = 0;
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long interval = intervals + i * layout.stride();
            long time = layout.time(interval);
            fault |= TimeOrder.fall(before, time) | TimeOrder.fall(time, layout.end(interval));
            before = time;
        }
        return fault == 0 ? -1 : find(layout, intervals, count);
    }

    private static long find(RawIntervals layout, long intervals, long count) {
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long interval = intervals + i * layout.stride();
            long time = layout.time(interval);
            if (time < before || layout.end(interval) < time) {
                return i;
            }
            before = time;
        }
        // What was wrong is not any more: another thread writes here.
        return count - 1;
    }
}
