package dev.sluice.kernels.internal.time;

/// The order of records by time, and at the same time by channel, without a branch; stateless, safe from any thread.
final class TimeOrder {

    private TimeOrder() {}

    /// Not 0 if the second record belongs before the first.
    static long disorder(long timeBefore, long channelBefore, long time, long channel) {
        long difference = time ^ timeBefore;
        // All ones if the times differ: a number or its negative has the top bit, unless it is 0.
        long apart = (difference | -difference) >> (Long.SIZE - 1);
        return fall(timeBefore, time) | (fall(channelBefore, channel) & ~apart);
    }

    /// Not 0 if the second number is less than the first.
    static long fall(long before, long after) {
        return Math.min(before, after) ^ before;
    }
}
