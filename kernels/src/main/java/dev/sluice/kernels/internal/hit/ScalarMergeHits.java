package dev.sluice.kernels.internal.hit;

import static dev.sluice.kernels.internal.hit.MergeHitsPlan.COMPONENT;
import static dev.sluice.kernels.internal.hit.MergeHitsPlan.ENTRY;
import static dev.sluice.kernels.internal.hit.MergeHitsPlan.ENTRY_KEY;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.time.ScalarTimeSort;
import dev.sluice.kernels.internal.time.TimeSortPlan;

/// The merge of `MergeHitsKernel`; immutable, safe from any thread.
///
/// Entries that stand for the hits are sorted by board and channel, then by start; what is merged then lies together.
public final class ScalarMergeHits implements MergeHitsPlan.Loop {

    private static final int ENTRY_END = 8;
    private static final int ENTRY_INDEX = 24;
    private static final TimeSortPlan.Loop BY_CHANNEL_AND_START = ScalarTimeSort.of(
            TimeSortPlan.of(ENTRY, ENTRY_KEY, RawInteger.of(RawColumn.of(RawColumn.Type.INT64, 0, ENTRY))));

    private final MergeHitsPlan plan;
    private final RawHitWindows layout;

    private ScalarMergeHits(MergeHitsPlan plan) {
        this.plan = plan;
        this.layout = plan.hits();
    }

    /// The merge of this plan.
    public static MergeHitsPlan.Loop of(MergeHitsPlan plan) {
        return new ScalarMergeHits(plan);
    }

    @Override
    public int run(long hits, int count, long merged, long components, long scratch) {
        long entries = scratch + (long) ENTRY * count;
        enter(hits, count, scratch);
        BY_CHANNEL_AND_START.run(scratch, count, entries, entries + (long) ENTRY * count);
        int found = 0;
        for (int from = 0; from < count; found++) {
            int to = plan.gap() >= 0 ? endOfCluster(hits, count, entries, from) : from + 1;
            long result = merged + (long) plan.mergedStride() * found;
            merge(hits, entries, from, to, result);
            AddressSpace.int64(result + layout.stride(), from);
            AddressSpace.int32(result + layout.stride() + Long.BYTES, to - from);
            for (int i = from; i < to; i++) {
                AddressSpace.int64(components + (long) COMPONENT * i, found);
                AddressSpace.int64(components + (long) COMPONENT * i + Long.BYTES, index(entries, i));
            }
            from = to;
        }
        return found;
    }

    private void enter(long hits, int count, long entries) {
        for (int i = 0; i < count; i++) {
            long hit = hits + (long) layout.stride() * i;
            long entry = entries + (long) ENTRY * i;
            AddressSpace.int64(entry, edge(hit, AddressSpace.int32(hit + layout.start())));
            AddressSpace.int64(entry + ENTRY_END, edge(hit, AddressSpace.int32(hit + layout.end())));
            AddressSpace.int64(entry + ENTRY_KEY, layout.key(hit));
            AddressSpace.int64(entry + ENTRY_INDEX, i);
        }
    }

    /// The time of a sample: it and the maximum are counted, and rounded, from the start of the waveform.
    private long edge(long hit, long sample) {
        double interval = layout.dt().readDouble(hit) * plan.interval();
        long before = (long) Math.rint(AddressSpace.int64(hit + layout.position()) * interval);
        long start = Saturated.subtract(AddressSpace.int64(hit + layout.time()), before);
        return Saturated.add(start, (long) Math.rint(sample * interval));
    }

    private int endOfCluster(long hits, int count, long entries, int from) {
        long first = entries + (long) ENTRY * from;
        long start = AddressSpace.int64(first);
        long end = AddressSpace.int64(first + ENTRY_END);
        long channel = AddressSpace.int64(first + ENTRY_KEY);
        double dt = layout.dt().readDouble(hit(hits, entries, from));
        int to = from + 1;
        for (; to < count; to++) {
            long entry = entries + (long) ENTRY * to;
            long longest = Math.max(end, AddressSpace.int64(entry + ENTRY_END));
            boolean joins = AddressSpace.int64(entry + ENTRY_KEY) == channel
                    && layout.dt().readDouble(hit(hits, entries, to)) == dt
                    && Saturated.subtract(AddressSpace.int64(entry), end) <= plan.gap()
                    && Saturated.subtract(longest, start) <= plan.width();
            if (!joins) {
                break;
            }
            end = longest;
        }
        return to;
    }

    /// The highest hit stands for all of them, the earliest of the highest ones.
    private void merge(long hits, long entries, int from, int to, long result) {
        long anchor = hit(hits, entries, from);
        double integral = 0;
        int start = Integer.MAX_VALUE;
        int end = Integer.MIN_VALUE;
        boolean oneRecord = true;
        long record = AddressSpace.int64(anchor + layout.recordId());
        // Waveforms without a number are distinguished by their start.
        long waveform = edge(anchor, 0);
        for (int i = from; i < to; i++) {
            long hit = hit(hits, entries, i);
            anchor = isHigher(hit, anchor) ? hit : anchor;
            integral += AddressSpace.float32(hit + layout.integral());
            start = Math.min(start, AddressSpace.int32(hit + layout.start()));
            end = Math.max(end, AddressSpace.int32(hit + layout.end()));
            oneRecord &=
                    AddressSpace.int64(hit + layout.recordId()) == record && (record >= 0 || edge(hit, 0) == waveform);
        }
        AddressSpace.copy(anchor, result, layout.stride());
        if (to - from > 1) {
            AddressSpace.float32(result + layout.integral(), (float) integral);
            AddressSpace.int32(result + layout.start(), oneRecord ? start : -1);
            AddressSpace.int32(result + layout.end(), oneRecord ? end : -1);
            AddressSpace.float32(result + layout.width(), oneRecord ? (float) (end - start) : -1);
        }
    }

    private boolean isHigher(long hit, long anchor) {
        float height = AddressSpace.float32(hit + layout.height());
        float highest = AddressSpace.float32(anchor + layout.height());
        return height > highest
                || (height == highest
                        && AddressSpace.int64(hit + layout.time()) < AddressSpace.int64(anchor + layout.time()));
    }

    private long hit(long hits, long entries, int i) {
        return hits + layout.stride() * index(entries, i);
    }

    private static long index(long entries, int i) {
        return AddressSpace.int64(entries + (long) ENTRY * i + ENTRY_INDEX);
    }
}
