package dev.sluice.kernels.hit;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.hit.MergeHitsPlan;
import dev.sluice.kernels.internal.hit.ScalarMergeHits;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.time.TimeSortKernel;
import java.lang.foreign.MemorySegment;

/// Merges hits of one channel that follow each other closely.
///
/// Immutable and safe from any thread; it owns no memory. The hits may be in any order. A waveform starts at
/// `time - position * dt`, and a hit covers the time from `edge_start * dt` to `edge_end * dt` after that, in int64;
/// the products are rounded from float64, the sums stop at the limits of int64. Per board and channel, in order of
/// their starts, a hit joins the one before it if both have the same `dt`, it starts at most `gap` after the latest
/// end so far, and all together last `width` at most.
///
/// A merged hit is its highest component (the earliest of equals), with the sum of the integrals (float64, in order of
/// starts, stored as float32), `sample_start` and `sample_end` around all components and `width` between them; these
/// three are -1 if the components lie in different records: of another `record_id`, or, where that is -1, of another
/// start. Where windows overlap, the overlap is in both integrals and so twice in the sum. Merged hits come channel by
/// channel, in order of starts.
///
/// A merged hit has the bytes of its highest component with these changes (the edges are then called sample_start and
/// sample_end), and after them component_offset i8 and component_count i4. A component is the index of the merged hit
/// and the index of the hit, both i8.
///
/// As the plugins `hit_merged` and `hit_merge_clusters` of WaveformAnalysis, without their rounding of starts to
/// float64, which loses picoseconds after 2.5 hours.
public final class MergeHitsKernel {

    /// Bytes of a component.
    public static final int COMPONENT_BYTES = MergeHitsPlan.COMPONENT;

    private final MergeHitsPlan plan;
    private final MergeHitsPlan.Loop loop;
    private final Call.Body body = this::run;

    private MergeHitsKernel(MergeHitsPlan plan) {
        this.plan = plan;
        this.loop = Loops.of(Kernels.provider(), plan, ScalarMergeHits::of);
    }

    /// A merge of hits of this layout.
    public static Builder of(HitWindowLayout hits) {
        return new Builder(Fields.required("hits", hits));
    }

    /// Bytes of a merged hit: 12 more than a hit has.
    public int mergedBytes() {
        return plan.mergedStride();
    }

    /// Bytes of scratch memory that merging so many hits takes.
    public static long scratchBytes(long count) {
        return MergeHitsPlan.scratchBytes(requireCount(count));
    }

    /// Merges `count` hits that start at byte `offset` of `hits`; returns how many merged hits there are.
    ///
    /// `merged` and `components` have room for `count` each, for no hit may be near another; `scratch` has
    /// `scratchBytes(count)` bytes; none may overlap another. Fails like `PeakChargeKernel.compute`, before anything is
    /// written. Allocates nothing.
    public long merge(
            MemorySegment hits,
            long offset,
            long count,
            MemorySegment merged,
            MemorySegment components,
            MemorySegment scratch) {
        requireCount(count);
        long from = Segments.addressOfRecords(
                "hits", hits, offset, count, plan.hits().stride(), plan.hits().stride());
        long to = Segments.addressOfResults("merged", merged, 0, count, mergedBytes(), mergedBytes());
        long parts = Segments.addressOfResults("components", components, 0, count, COMPONENT_BYTES, COMPONENT_BYTES);
        long need = MergeHitsPlan.scratchBytes(count);
        long room = Segments.addressOfResults("scratch", scratch, 0, need, 1, 1);
        // Scratch memory holds the places of hits, which are trusted: nothing may be written over them.
        Fields.requireApart("hits", from, count * plan.hits().stride(), "scratch", room, need);
        Fields.requireApart("merged", to, count * mergedBytes(), "scratch", room, need);
        Fields.requireApart("components", parts, count * COMPONENT_BYTES, "scratch", room, need);
        Fields.requireApart("hits", from, count * plan.hits().stride(), "merged", to, count * mergedBytes());
        Fields.requireApart("hits", from, count * plan.hits().stride(), "components", parts, count * COMPONENT_BYTES);
        Fields.requireApart("merged", to, count * mergedBytes(), "components", parts, count * COMPONENT_BYTES);
        return Call.begin()
                .holding(hits)
                .holding(merged)
                .holding(components)
                .holding(scratch)
                .with(from)
                .with(count)
                .with(to)
                .with(parts)
                .with(room)
                .run(body);
    }

    private long run(Call call) {
        return loop.run(call.number(0), (int) call.number(1), call.number(2), call.number(3), call.number(4));
    }

    private static long requireCount(long count) {
        if (count < 0 || count > TimeSortKernel.MOST_RECORDS) {
            throw new IllegalArgumentException("cannot merge so many hits at once: count=" + count
                    + ", limits are 0 and " + TimeSortKernel.MOST_RECORDS + "; merge them in parts");
        }
        return count;
    }

    /// Collects what a merge needs; not for sharing between threads.
    public static final class Builder {

        private final HitWindowLayout hits;
        private long gap;
        private long width = Long.MAX_VALUE;
        private long unitsPerDt = 1;

        private Builder(HitWindowLayout hits) {
            this.hits = hits;
        }

        /// The longest gap between merged hits, in units of time: 0, and so unless set, merges hits that touch or
        /// overlap, -1 nothing.
        public Builder gap(long time) {
            this.gap = requireLeast("gap", -1, time);
            return this;
        }

        /// How long all hits that are merged to one last together at most, in units of time; no limit unless set.
        public Builder width(long time) {
            this.width = requireLeast("width", 0, time);
            return this;
        }

        /// How many units of time one unit of `dt` has: 1 unless set, 1000 for times in ps and `dt` in ns.
        public Builder unitsPerDt(long units) {
            this.unitsPerDt = requireLeast("unitsPerDt", 1, units);
            return this;
        }

        /// The kernel.
        public MergeHitsKernel build() {
            return new MergeHitsKernel(new MergeHitsPlan(hits.raw(), gap, width, unitsPerDt));
        }

        private static long requireLeast(String name, long least, long value) {
            if (value < least) {
                throw KernelArgumentException.of(
                        "hits cannot be merged so",
                        "the least is " + least + (least < 0 ? ", which merges nothing" : ""),
                        name,
                        value);
            }
            return value;
        }
    }
}
