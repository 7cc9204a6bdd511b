package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeSortPlan;

/// Puts records in order whose time and channel do not fit one word beside an index: piece after piece of the channel,
/// then of the time, each a stable sort of its own. Unchecked, stateless, safe from any thread.
final class PiecewiseOrder {

    private PiecewiseOrder() {}

    static long order(
            TimeSortPlan plan,
            long records,
            int count,
            long scratch,
            long least,
            long span,
            long leastChannel,
            long channelSpan) {
        long mask = RadixOrder.indexMask(count);
        int shift = Long.bitCount(mask);
        int piece = Long.SIZE - shift;
        for (int i = 0; i < count; i++) {
            AddressSpace.int64(scratch + 8L * i, i);
        }
        long words = scratch;
        for (int low = 0; low < RadixOrder.bits(channelSpan); low += piece) {
            for (int i = 0; i < count; i++) {
                long index = AddressSpace.int64(words + 8L * i) & mask;
                long key = plan.channel().read(records + index * plan.stride()) - leastChannel;
                AddressSpace.int64(scratch + 8L * i, key >>> low << shift | index);
            }
            words = RadixOrder.sort(count, scratch, Math.min(piece, RadixOrder.bits(channelSpan) - low));
        }
        for (int low = 0; low < RadixOrder.bits(span); low += piece) {
            for (int i = 0; i < count; i++) {
                long index = AddressSpace.int64(words + 8L * i) & mask;
                long key = AddressSpace.int64(records + index * plan.stride() + plan.time()) - least;
                AddressSpace.int64(scratch + 8L * i, key >>> low << shift | index);
            }
            words = RadixOrder.sort(count, scratch, Math.min(piece, RadixOrder.bits(span) - low));
        }
        return words;
    }
}
