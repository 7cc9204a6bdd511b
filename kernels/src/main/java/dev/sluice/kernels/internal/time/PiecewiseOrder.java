package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawInteger;

/// Puts records in order whose time and channel do not fit one word beside an index: piece after piece of the channel,
/// then of the time, each a stable sort of its own. Unchecked, stateless, safe from any thread.
///
/// After the first piece the index of a word no longer rises with its place, so only passes by digits are stable.
final class PiecewiseOrder {

    private PiecewiseOrder() {}

    static void order(
            TimeSortPlan plan,
            long records,
            int count,
            long scratch,
            long least,
            long span,
            long leastChannel,
            long channelSpan) {
        long words = RadixOrder.words(count, scratch);
        for (int i = 0; i < count; i++) {
            AddressSpace.int64(words + 8L * i, i);
        }
        sort(plan.channel(), plan.stride(), records, count, scratch, leastChannel, RadixOrder.bits(channelSpan));
        sort(plan.start(), plan.stride(), records, count, scratch, least, RadixOrder.bits(span));
    }

    /// Sorts the words in the second column by one field, from which `least` is taken first.
    private static void sort(
            RawInteger field, int stride, long records, int count, long scratch, long least, int bits) {
        int indexBits = RadixOrder.indexBits(count);
        long mask = RadixOrder.indexMask(count);
        long words = RadixOrder.words(count, scratch);
        int piece = Long.SIZE - indexBits;
        for (int low = 0; low < bits; low += piece) {
            for (int i = 0; i < count; i++) {
                long index = AddressSpace.int64(words + 8L * i) & mask;
                long key = field.read(records + index * stride) - least;
                AddressSpace.int64(words + 8L * i, key >>> low << indexBits | index);
            }
            RadixPasses.sortByPasses(
                    words,
                    scratch,
                    count,
                    indexBits,
                    Math.min(piece, bits - low),
                    scratch + TimeSortPlan.counters(count));
        }
    }
}
