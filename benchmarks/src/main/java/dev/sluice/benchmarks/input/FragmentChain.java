package dev.sluice.benchmarks.input;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.kernels.hit.HitOrder;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordsKernel;
import java.lang.foreign.MemorySegment;

/// From raw records to records, sorted hits and cut records, chunk by chunk in memory that is used again and again, so
/// that a chunk stays in the L2 cache from one kernel to the next; for one thread.
public final class FragmentChain {

    /// Records of a chunk: with all that is made of them some 400 kB.
    public static final int CHUNK = 512;

    private static final int HITS = 4 * CHUNK;

    private final FragmentLayout layout = FragmentBlock.LAYOUT;
    private final RecordsKernel recordsKernel;
    private final FindHitsKernel finder;
    private final CutOutsideHitsKernel cutter;
    private final ChannelBaselines baselines = ChannelBaselines.ofAll();
    private final RecordLinks links = new RecordLinks(layout);
    private final HitOrder order = new HitOrder();
    private final MemorySegment records;
    private final MemorySegment cut;
    private final MemorySegment hits;
    private final MemorySegment sorted;
    private long found;

    /// A chain of the kernels of `provider` over records as those of `block`.
    public FragmentChain(FragmentBlock block, KernelProvider provider, Compatibility compatibility) {
        recordsKernel = RecordsKernel.of(layout)
                .provider(provider)
                .compatibility(compatibility)
                .fallback(16_000)
                .build();
        finder = FindHitsKernel.of(layout)
                .provider(provider)
                .compatibility(compatibility)
                .build();
        cutter = CutOutsideHitsKernel.of(layout, 2, 15, compatibility, provider);
        records = block.allocate((long) CHUNK * layout.recordBytes());
        cut = block.allocate((long) CHUNK * layout.recordBytes());
        hits = block.allocate((long) HITS * FragmentLayout.HIT_BYTES);
        sorted = block.allocate((long) HITS * FragmentLayout.HIT_BYTES);
    }

    /// Makes all of the chunk that starts with record number `first`; returns how many hits there are.
    public long run(MemorySegment raw, long first, long count) {
        makeRecords(raw, first, count);
        findHits(count);
        cutOutsideHits(count);
        sortHits();
        return found;
    }

    /// Copies records `first` to `first + count` of `raw`, zeroed, with baseline and integral.
    public void makeRecords(MemorySegment raw, long first, long count) {
        baselines.clear();
        recordsKernel.compute(raw, first * layout.rawBytes(), count, records, 0, baselines);
    }

    /// Finds the hits of the first `count` records.
    public void findHits(long count) {
        found = finder.find(records, 0, count, hits, 0, HITS);
        if (found > HITS) {
            throw new IllegalStateException("more hits than there is room for: found=" + found + ", room=" + HITS);
        }
    }

    /// Sets the samples of the first `count` records to zero outside of hits.
    public void cutOutsideHits(long count) {
        cutter.cut(records, 0, count, hits, 0, found, cut, 0, links);
    }

    /// Sorts the hits by time and channel.
    public void sortHits() {
        order.sort(hits, 0, found, sorted, 0);
    }

    /// The records of the last chunk.
    public MemorySegment records() {
        return records;
    }

    /// The hits of the last chunk, in the order of records.
    public MemorySegment hits() {
        return hits;
    }

    /// How many hits the last chunk has.
    public long found() {
        return found;
    }

    /// Throws if the results of both for their last chunk are not the same bytes.
    public void requireSame(FragmentChain other) {
        long bytes = found * FragmentLayout.HIT_BYTES;
        boolean same = found == other.found
                && sorted.asSlice(0, bytes).mismatch(other.sorted.asSlice(0, bytes)) < 0
                && records.mismatch(other.records) < 0
                && cut.mismatch(other.cut) < 0;
        if (!same) {
            throw new IllegalStateException(
                    "the chains differ: hits=" + found + " and " + other.found + ", or records do");
        }
    }
}
