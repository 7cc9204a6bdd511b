package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.time.TimeSortPlan;

/// The checked numbers of a merge of hits; immutable, safe from any thread.
///
/// @param hits     where the fields of a hit lie, and those of a merged hit, which has its components after them
/// @param gap      the greatest distance that is bridged, in units of time; -1 to merge nothing
/// @param width    the greatest width of what is merged, in units of time
/// @param interval units of time in one unit of `dt`
public record MergeHitsPlan(RawHitWindows hits, long gap, long width, long interval)
        implements LoopPlan<MergeHitsPlan.Loop> {
    /// The unchecked pass of `MergeHitsKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Merges `count` hits; writes up to `count` merged hits and just as many components, in `scratch` memory of
        /// `MergeHitsPlan.scratchBytes(count)`. Returns how many merged hits there are. Allocates nothing.
        int run(long hits, int count, long merged, long components, long scratch);
    }

    /// Bytes that a merged hit has more than a hit: the index of its first component, int64, and their number, int32.
    public static final int MORE = Long.BYTES + Integer.BYTES;
    /// Bytes of a component: the index of the merged hit and that of the hit.
    public static final int COMPONENT = 2 * Long.BYTES;

    /// Bytes of an entry that stands for a hit: its start, its end, its board and channel in one number, its index.
    public static final int ENTRY = 4 * Long.BYTES;
    /// Where the number of board and channel lies in an entry.
    public static final int ENTRY_KEY = 2 * Long.BYTES;

    /// Bytes of a merged hit.
    public int mergedStride() {
        return hits.stride() + MORE;
    }

    /// Bytes of scratch memory for so many hits: the entries twice, and what their sort takes.
    public static long scratchBytes(long count) {
        return 2L * ENTRY * count + TimeSortPlan.scratchBytes(count, ENTRY);
    }
}
