package dev.sluice.kernels.internal.event;

import static dev.sluice.kernels.internal.event.CoincidencePlan.CHANNEL_COUNT;
import static dev.sluice.kernels.internal.event.CoincidencePlan.CHANNEL_MASK;
import static dev.sluice.kernels.internal.event.CoincidencePlan.ENDTIME;
import static dev.sluice.kernels.internal.event.CoincidencePlan.FIRST_HIT;
import static dev.sluice.kernels.internal.event.CoincidencePlan.GROUP;
import static dev.sluice.kernels.internal.event.CoincidencePlan.HIT_COUNT;
import static dev.sluice.kernels.internal.event.CoincidencePlan.TIME;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;
import dev.sluice.kernels.internal.time.IntervalOrder;
import dev.sluice.kernels.internal.time.RawIntervals;

/// The grouping of `CoincidenceKernel`; immutable, safe from any thread.
public final class ScalarCoincidence implements CoincidencePlan.Loop {

    private final CoincidencePlan plan;

    private ScalarCoincidence(CoincidencePlan plan) {
        this.plan = plan;
    }

    /// The grouping of this plan.
    public static CoincidencePlan.Loop of(CoincidencePlan plan) {
        return new ScalarCoincidence(plan);
    }

    @Override
    public long run(long hits, long count, long groups, long capacity, long scratch) {
        long fault = firstFault(hits, count);
        if (fault >= 0) {
            return -1 - fault;
        }
        AddressSpace.clear(scratch, plan.numbered() ? plan.scratchBytes() : plan.tableBytes(count));
        long found = 0;
        for (long from = 0; from < count; ) {
            long to = endOfGroup(hits, count, from);
            int channels = plan.numbered()
                    ? countChannels(hits, from, to, scratch)
                    : countBoards(hits, from, to, scratch, plan.entries(count) - 1);
            if (channels > plan.channels()) {
                return -1 - from;
            }
            if (channels >= plan.minChannels()) {
                if (found < capacity) {
                    store(hits, from, to, channels, groups + GROUP * found);
                }
                found++;
            }
            from = to;
        }
        return found;
    }

    private long firstFault(long hits, long count) {
        long disorder = IntervalOrder.firstFault(plan.hits(), hits, count);
        for (long i = 0; i < count && i != disorder; i++) {
            if (plan.numbered() && Long.compareUnsigned(channel(hits, i), plan.channels()) >= 0) {
                return i;
            }
        }
        return disorder;
    }

    private long endOfGroup(long hits, long count, long from) {
        RawIntervals layout = plan.hits();
        long first = hits + from * layout.stride();
        long reach = Saturated.add(plan.anchored() ? layout.time(first) : layout.end(first), plan.window());
        long to = from + 1;
        for (; to < count; to++) {
            long hit = hits + to * layout.stride();
            if (layout.time(hit) > reach) {
                break;
            }
            if (!plan.anchored()) {
                reach = Math.max(reach, Saturated.add(layout.end(hit), plan.window()));
            }
        }
        return to;
    }

    /// A channel is counted once: scratch memory holds the group that counted it last.
    private int countChannels(long hits, long from, long to, long scratch) {
        int channels = 0;
        for (long i = from; i < to; i++) {
            long last = scratch + 8L * Trusted.below(plan.channels(), channel(hits, i));
            if (AddressSpace.int64(last) != from + 1) {
                AddressSpace.int64(last, from + 1);
                channels++;
            }
        }
        return channels;
    }

    /// A table in scratch memory holds the boards and channels of a group; entries of other groups count as free. It
    /// has twice as many entries as it may hold, so a free one is found.
    private int countBoards(long hits, long from, long to, long scratch, int mask) {
        int channels = 0;
        for (long i = from; i < to && channels <= plan.channels(); i++) {
            long board = plan.board().read(hits + i * plan.hits().stride());
            long channel = channel(hits, i);
            int at =
                    (int) ((board * 0x9E37_79B9_7F4A_7C15L + channel) * 0xBF58_476D_1CE4_E5B9L >>> Integer.SIZE) & mask;
            long entry = scratch + 24L * at;
            while (AddressSpace.int64(entry) == from + 1
                    && (AddressSpace.int64(entry + 8) != board || AddressSpace.int64(entry + 16) != channel)) {
                at = at + 1 & mask;
                entry = scratch + 24L * at;
            }
            if (AddressSpace.int64(entry) != from + 1) {
                channels++;
                if (channels <= plan.channels()) {
                    AddressSpace.int64(entry, from + 1);
                    AddressSpace.int64(entry + 8, board);
                    AddressSpace.int64(entry + 16, channel);
                }
            }
        }
        return channels;
    }

    private void store(long hits, long from, long to, int channels, long group) {
        RawIntervals layout = plan.hits();
        long end = Long.MIN_VALUE;
        long mask = 0;
        for (long i = from; i < to; i++) {
            long channel = channel(hits, i);
            end = Math.max(end, layout.end(hits + i * layout.stride()));
            mask |= channel >= 0 && channel < Long.SIZE ? 1L << channel : 0;
        }
        AddressSpace.int64(group + TIME, layout.time(hits + from * layout.stride()));
        AddressSpace.int64(group + ENDTIME, end);
        AddressSpace.int64(group + FIRST_HIT, from);
        AddressSpace.int32(group + HIT_COUNT, (int) (to - from));
        AddressSpace.int32(group + CHANNEL_COUNT, channels);
        AddressSpace.int64(group + CHANNEL_MASK, mask);
    }

    private long channel(long hits, long index) {
        return plan.channel().read(hits + index * plan.hits().stride());
    }
}
