package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Puts the indices of records in order of time and channel, stably; unchecked, stateless, safe from any thread.
///
/// The first pass over the records leaves their times in one column of scratch memory and their channels in the other,
/// so that the records are read once. The result is in the second column: words whose low bits, cut by `indexMask`,
/// are the indices of the records in order.
public final class RadixOrder {

    /// The answer for records that are in order already.
    public static final long IN_ORDER = 0;

    private RadixOrder() {}

    /// The low bits of a word that are the index, for this many records.
    public static long indexMask(int count) {
        return (1L << indexBits(count)) - 1;
    }

    /// Address of the words in order, in scratch memory.
    public static long words(int count, long scratch) {
        return scratch + 8L * count;
    }

    static int indexBits(int count) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(count - 1));
    }

    /// Sorts; returns the address of the records that the indices count, `records` or a copy in scratch memory, or
    /// `IN_ORDER`.
    public static long order(TimeSortPlan plan, long records, int count, long scratch, RecordMove move) {
        long times = scratch;
        long channels = scratch + 8L * count;
        if (count < 2 || !collect(plan, records, count, times, channels)) {
            return IN_ORDER;
        }
        long limits = scratch + TimeSortPlan.counters(count);
        long least = AddressSpace.int64(limits);
        long span = AddressSpace.int64(limits + 8) - least;
        long leastChannel = AddressSpace.int64(limits + 16);
        long channelSpan = AddressSpace.int64(limits + 24) - leastChannel;
        int indexBits = indexBits(count);
        if (!fits(span, channelSpan, Long.SIZE - indexBits)) {
            PiecewiseOrder.order(plan, records, count, scratch, least, span, leastChannel, channelSpan);
            return records;
        }
        int keyBits = bits(span * (channelSpan + 1) + channelSpan);
        int topBits = RadixBuckets.bits(indexBits, keyBits);
        AddressSpace.clear(limits, (long) Integer.BYTES << topBits);
        int changes = combine(times, count, least, leastChannel, channelSpan + 1, limits, keyBits, topBits);
        return RadixBuckets.sort(records, plan.stride(), count, scratch, indexBits, keyBits, changes, move);
    }

    /// Copies times and channels into columns; true if a record belongs before the one in front of it. The least and
    /// the greatest of both are left where the counters go later.
    private static boolean collect(TimeSortPlan plan, long records, int count, long times, long channels) {
        int stride = plan.stride();
        int start = plan.time();
        long disorder = 0;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        long leastChannel = Long.MAX_VALUE;
        long greatestChannel = Long.MIN_VALUE;
        long timeBefore = Long.MIN_VALUE;
        long channelBefore = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long record = records + (long) i * stride;
            long time = AddressSpace.int64(record + start);
            long channel = plan.channel().read(record);
            AddressSpace.int64(times + 8L * i, time);
            AddressSpace.int64(channels + 8L * i, channel);
            disorder |= TimeOrder.disorder(timeBefore, channelBefore, time, channel);
            least = Math.min(least, time);
            greatest = Math.max(greatest, time);
            leastChannel = Math.min(leastChannel, channel);
            greatestChannel = Math.max(greatestChannel, channel);
            timeBefore = time;
            channelBefore = channel;
        }
        long limits = times + TimeSortPlan.counters(count);
        AddressSpace.int64(limits, least);
        AddressSpace.int64(limits + 8, greatest);
        AddressSpace.int64(limits + 16, leastChannel);
        AddressSpace.int64(limits + 24, greatestChannel);
        return disorder != 0;
    }

    /// Whether `span * (channelSpan + 1) + channelSpan` needs no more than so many bits; all numbers are unsigned.
    private static boolean fits(long span, long channelSpan, int keyBits) {
        long keys = channelSpan + 1;
        long limit = (1L << keyBits) - 1;
        return channelSpan >= 0
                && channelSpan < limit
                && Long.compareUnsigned(span, Long.divideUnsigned(limit - channelSpan, keys)) <= 0;
    }

    /// The bits of an unsigned number.
    static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /// Combines times and channels, in the column after it, into words, and counts the words of every bucket, which the
    /// top bits of a key are. Returns how often one is of another bucket than the one in front of it.
    private static int combine(
            long times, int count, long least, long leastChannel, long keys, long counters, int keyBits, int topBits) {
        int shift = indexBits(count);
        int top = shift + keyBits - topBits;
        int mask = (1 << topBits) - 1;
        long channels = times + 8L * count;
        int changes = 0;
        int before = 0;
        for (int i = 0; i < count; i++) {
            long key = (AddressSpace.int64(times + 8L * i) - least) * keys
                    + (AddressSpace.int64(channels + 8L * i) - leastChannel);
            long word = key << shift | i;
            AddressSpace.int64(times + 8L * i, word);
            int bucket = (int) (word >>> top) & mask;
            RadixBuckets.next(counters + 4L * bucket);
            changes += bucket == before ? 0 : 1;
            before = bucket;
        }
        return changes;
    }
}
