package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeSortPlan;

/// Puts the indices of records in order of time and channel, stably, by least-significant-digit radix sort; unchecked,
/// stateless, safe from any thread.
///
/// Scratch memory holds two columns of words and the counters of all digits. The first pass over the records leaves
/// their times in one column and their channels in the other, so that the records are read once.
public final class RadixOrder {

    /// The answer for records that are in order already.
    public static final long IN_ORDER = 0;

    private RadixOrder() {}

    /// The low bits of a word that are the index, for this many records.
    public static long indexMask(int count) {
        return (1L << indexBits(count)) - 1;
    }

    private static int indexBits(int count) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(count - 1));
    }

    /// Address of `count` words whose low bits, cut by `indexMask`, are the indices of the records in order; or
    /// `IN_ORDER`.
    public static long order(TimeSortPlan plan, long records, int count, long scratch) {
        long times = scratch;
        long channels = scratch + 8L * count;
        if (count < 2 || !collect(plan, records, count, times, channels)) {
            return IN_ORDER;
        }
        long least = least(times, count);
        long leastChannel = least(channels, count);
        long span = greatest(times, count) - least;
        long channelSpan = greatest(channels, count) - leastChannel;
        int keyBits = Long.SIZE - indexBits(count);
        if (fits(span, channelSpan, keyBits)) {
            long keys = channelSpan + 1;
            long top = span * keys + channelSpan;
            combine(times, channels, count, least, leastChannel, keys);
            return sort(count, scratch, bits(top));
        }
        return PiecewiseOrder.order(plan, records, count, scratch, least, span, leastChannel, channelSpan);
    }

    /// Copies times and channels into columns; true if a record belongs before the one in front of it.
    private static boolean collect(TimeSortPlan plan, long records, int count, long times, long channels) {
        int stride = plan.stride();
        int start = plan.time();
        long disorder = 0;
        long timeBefore = Long.MIN_VALUE;
        long channelBefore = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long record = records + (long) i * stride;
            long time = AddressSpace.int64(record + start);
            long channel = plan.channel().read(record);
            AddressSpace.int64(times + 8L * i, time);
            AddressSpace.int64(channels + 8L * i, channel);
            disorder |= TimeOrder.disorder(timeBefore, channelBefore, time, channel);
            timeBefore = time;
            channelBefore = channel;
        }
        return disorder != 0;
    }

    private static long least(long column, int count) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, AddressSpace.int64(column + 8L * i));
        }
        return least;
    }

    private static long greatest(long column, int count) {
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, AddressSpace.int64(column + 8L * i));
        }
        return greatest;
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

    private static void combine(long times, long channels, int count, long least, long leastChannel, long keys) {
        int shift = indexBits(count);
        for (int i = 0; i < count; i++) {
            long key = (AddressSpace.int64(times + 8L * i) - least) * keys
                    + (AddressSpace.int64(channels + 8L * i) - leastChannel);
            AddressSpace.int64(times + 8L * i, key << shift | i);
        }
    }

    /// Sorts the words in the first column by their `keyBits` bits above the index; returns the column they end in.
    static long sort(int count, long scratch, int keyBits) {
        int passes = (keyBits + TimeSortPlan.DIGIT_BITS - 1) / TimeSortPlan.DIGIT_BITS;
        if (passes == 0) {
            return scratch;
        }
        int digit = (keyBits + passes - 1) / passes;
        long from = scratch;
        long to = scratch + 8L * count;
        long counters = scratch + 16L * count;
        int shift = indexBits(count);
        count(from, count, counters, shift, digit, passes);
        for (int pass = 0; pass < passes; pass++) {
            long own = counters + ((long) pass * Integer.BYTES << digit);
            accumulate(own, 1 << digit);
            scatter(from, count, to, own, shift + pass * digit, (1 << digit) - 1);
            long swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static void count(long words, int count, long counters, int shift, int digit, int passes) {
        AddressSpace.clear(counters, (long) passes * Integer.BYTES << digit);
        int mask = (1 << digit) - 1;
        for (int i = 0; i < count; i++) {
            long rest = AddressSpace.int64(words + 8L * i) >>> shift;
            long own = counters;
            for (int pass = 0; pass < passes; pass++) {
                long counter = own + 4L * (rest & mask);
                AddressSpace.int32(counter, AddressSpace.int32(counter) + 1);
                rest >>>= digit;
                own += (long) Integer.BYTES << digit;
            }
        }
    }

    /// Turns counts into the places where the words of each digit start.
    private static void accumulate(long counters, int digits) {
        int next = 0;
        for (int i = 0; i < digits; i++) {
            int found = AddressSpace.int32(counters + 4L * i);
            AddressSpace.int32(counters + 4L * i, next);
            next += found;
        }
    }

    private static void scatter(long from, int count, long to, long counters, int shift, int mask) {
        for (int i = 0; i < count; i++) {
            long word = AddressSpace.int64(from + 8L * i);
            long counter = counters + 4L * ((word >>> shift) & mask);
            int place = AddressSpace.int32(counter);
            AddressSpace.int32(counter, place + 1);
            AddressSpace.int64(to + 8L * place, word);
        }
    }
}
