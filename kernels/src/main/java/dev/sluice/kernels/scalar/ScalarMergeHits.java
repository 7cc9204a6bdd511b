package dev.sluice.kernels.scalar;

import static dev.sluice.kernels.unchecked.MergeHitsPlan.BOARD;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.CHANNEL;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.COMPONENT;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.COMPONENT_COUNT;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.COMPONENT_OFFSET;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.DT;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.END;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.ENTRY;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.ENTRY_KEY;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.HEIGHT;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.HIT;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.INTEGRAL;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.MERGED;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.POSITION;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.RECORD;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.START;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.TIME;
import static dev.sluice.kernels.unchecked.MergeHitsPlan.WIDTH;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.MergeHitsLoop;
import dev.sluice.kernels.unchecked.MergeHitsPlan;
import dev.sluice.kernels.unchecked.RawColumn;
import dev.sluice.kernels.unchecked.RawInteger;
import dev.sluice.kernels.unchecked.TimeSortLoop;
import dev.sluice.kernels.unchecked.TimeSortPlan;

/// The merge of `MergeHitsKernel`; immutable, safe from any thread.
///
/// Entries that stand for the hits are sorted by board and channel, then by start; what is merged then lies together.
public final class ScalarMergeHits implements MergeHitsLoop {

    private static final int ENTRY_END = 8;
    private static final int ENTRY_INDEX = 24;
    private static final TimeSortLoop BY_CHANNEL_AND_START =
            ScalarTimeSort.of(TimeSortPlan.of(ENTRY, ENTRY_KEY, RawInteger.of(new RawColumn(RawColumn.Type.INT64, 0))));

    private final MergeHitsPlan plan;

    private ScalarMergeHits(MergeHitsPlan plan) {
        this.plan = plan;
    }

    /// The merge of this plan.
    public static MergeHitsLoop of(MergeHitsPlan plan) {
        return new ScalarMergeHits(plan);
    }

    @Override
    public int run(long hits, int count, long merged, long components, long scratch) {
        long entries = scratch + (long) ENTRY * count;
        enter(hits, count, scratch);
        BY_CHANNEL_AND_START.run(scratch, count, entries, entries + (long) ENTRY * count);
        int found = 0;
        for (int from = 0; from < count; found++) {
            int to = plan.gap() > 0 ? endOfCluster(hits, count, entries, from) : from + 1;
            long result = merged + (long) MERGED * found;
            merge(hits, entries, from, to, result);
            AddressSpace.int64(result + COMPONENT_OFFSET, from);
            AddressSpace.int32(result + COMPONENT_COUNT, to - from);
            for (int i = from; i < to; i++) {
                AddressSpace.int64(components + (long) COMPONENT * i, found);
                AddressSpace.int64(components + (long) COMPONENT * i + 8, index(entries, i));
            }
            from = to;
        }
        return found;
    }

    private void enter(long hits, int count, long entries) {
        for (int i = 0; i < count; i++) {
            long hit = hits + (long) HIT * i;
            long entry = entries + (long) ENTRY * i;
            long time = AddressSpace.int64(hit + TIME);
            long position = AddressSpace.int64(hit + POSITION);
            long sample = AddressSpace.int32(hit + DT) * plan.interval();
            AddressSpace.int64(entry, time + (AddressSpace.int32(hit + START) - position) * sample);
            AddressSpace.int64(entry + ENTRY_END, time + (AddressSpace.int32(hit + END) - position) * sample);
            long channel = ((long) AddressSpace.int16(hit + BOARD) << Short.SIZE) + AddressSpace.int16(hit + CHANNEL);
            AddressSpace.int64(entry + ENTRY_KEY, channel);
            AddressSpace.int64(entry + ENTRY_INDEX, i);
        }
    }

    private int endOfCluster(long hits, int count, long entries, int from) {
        long first = entries + (long) ENTRY * from;
        long start = AddressSpace.int64(first);
        long end = AddressSpace.int64(first + ENTRY_END);
        long channel = AddressSpace.int64(first + ENTRY_KEY);
        int dt = AddressSpace.int32(hits + HIT * index(entries, from) + DT);
        int to = from + 1;
        for (; to < count; to++) {
            long entry = entries + (long) ENTRY * to;
            long longest = Math.max(end, AddressSpace.int64(entry + ENTRY_END));
            boolean joins = AddressSpace.int64(entry + ENTRY_KEY) == channel
                    && AddressSpace.int32(hits + HIT * index(entries, to) + DT) == dt
                    && AddressSpace.int64(entry) - end <= plan.gap()
                    && longest - start <= plan.width();
            if (!joins) {
                break;
            }
            end = longest;
        }
        return to;
    }

    /// The highest hit stands for all of them, the earliest of the highest ones.
    private static void merge(long hits, long entries, int from, int to, long result) {
        long anchor = hits + HIT * index(entries, from);
        double integral = 0;
        int start = Integer.MAX_VALUE;
        int end = Integer.MIN_VALUE;
        boolean oneRecord = true;
        long record = AddressSpace.int64(anchor + RECORD);
        for (int i = from; i < to; i++) {
            long hit = hits + HIT * index(entries, i);
            anchor = isHigher(hit, anchor) ? hit : anchor;
            integral += AddressSpace.float32(hit + INTEGRAL);
            start = Math.min(start, AddressSpace.int32(hit + START));
            end = Math.max(end, AddressSpace.int32(hit + END));
            oneRecord &= AddressSpace.int64(hit + RECORD) == record;
        }
        AddressSpace.copy(anchor, result, HIT);
        if (to - from > 1) {
            AddressSpace.float32(result + INTEGRAL, (float) integral);
            AddressSpace.int32(result + START, oneRecord ? start : -1);
            AddressSpace.int32(result + END, oneRecord ? end : -1);
            AddressSpace.float32(result + WIDTH, oneRecord ? (float) (end - start) : -1);
        }
    }

    private static boolean isHigher(long hit, long anchor) {
        float height = AddressSpace.float32(hit + HEIGHT);
        float highest = AddressSpace.float32(anchor + HEIGHT);
        return height > highest
                || (height == highest && AddressSpace.int64(hit + TIME) < AddressSpace.int64(anchor + TIME));
    }

    private static long index(long entries, int i) {
        return AddressSpace.int64(entries + (long) ENTRY * i + ENTRY_INDEX);
    }
}
