package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Trusted;

/// The checked numbers of cutting what is outside hits, and what its loops do per hit.
///
/// Immutable, safe from any thread.
///
/// @param samples        samples that a record has room for
/// @param leftExtension  samples kept before a hit
/// @param rightExtension samples kept after a hit
/// @param likeStrax      true for strax's results bit for bit: one neighbour on either side, in its whole length
public record CutOutsideHitsPlan(int samples, int leftExtension, int rightExtension, boolean likeStrax)
        implements LoopPlan<CutOutsideHitsPlan.Loop> {
    /// The unchecked inner loop of `CutOutsideHitsKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Copies `count` records to address `target` with only the samples near the `hitCount` hits, and returns
        /// `hitCount`, or the index of a hit that is in none of the records. Allocates nothing.
        ///
        /// `previous` and `next` are read only if these records are `linked`: else they may be of others.
        long run(
                long records,
                long count,
                long hits,
                long hitCount,
                long target,
                boolean linked,
                int[] previous,
                int[] next);
    }

    /// What `reduction_level` becomes: only samples near hits are left.
    public static final byte HITS_ONLY = 2;

    /// Bytes from one record to the next.
    public int stride() {
        return FragmentFields.DATA + Short.BYTES * samples;
    }

    /// Whether one of the hits is kept beyond its record, so that links are needed.
    public boolean reachesNeighbours(long hits, long hitCount) {
        for (long i = 0; i < hitCount; i++) {
            long hit = hits + i * HitFields.BYTES;
            if (AddressSpace.int16(hit + HitFields.LEFT) < leftExtension
                    || (long) AddressSpace.int16(hit + HitFields.RIGHT) + rightExtension > samples) {
                return true;
            }
        }
        return false;
    }

    /// Copies the samples around every hit; returns `hitCount`, or the index of a hit that is in none of the records.
    ///
    /// Hits are read once more than `reachesNeighbours` reads them, and may have changed: one that reaches beyond its
    /// record fails with `IllegalStateException` unless the records are `linked`.
    public long keep(
            long records,
            long count,
            long hits,
            long hitCount,
            long target,
            boolean linked,
            int[] previous,
            int[] next) {
        for (long i = 0; i < hitCount; i++) {
            long hit = hits + i * HitFields.BYTES;
            int record = AddressSpace.int32(hit + HitFields.RECORD_I);
            int left = AddressSpace.int16(hit + HitFields.LEFT);
            int right = AddressSpace.int16(hit + HitFields.RIGHT);
            if (record < 0 || record >= count || left < 0 || right > samples) {
                return i;
            }
            long from = (long) left - leftExtension;
            long to = (long) right + rightExtension;
            copy(records, target, record, Math.max(0, from), Math.min(length(records, record), to));
            if ((from < 0 || to > samples) && !linked) {
                throw Trusted.changed("hit=" + i + " reaches beyond its record, as none did when the call began");
            }
            if (from < 0) {
                keepBefore(records, count, target, previous, record, from);
            }
            if (to > samples) {
                keepAfter(records, count, target, next, record, to - samples);
            }
        }
        return hitCount;
    }

    private void keepBefore(long records, long count, long target, int[] previous, int record, long from) {
        long start = from;
        for (int at = previous[record]; at >= 0 && start < 0; at = likeStrax ? -1 : previous[at]) {
            Trusted.below(count, at);
            start += samples;
            copy(records, target, at, Math.max(0, start), likeStrax ? samples : length(records, at));
        }
    }

    private void keepAfter(long records, long count, long target, int[] next, int record, long to) {
        long end = to;
        for (int at = next[record]; at >= 0 && end > 0; at = likeStrax ? -1 : next[at]) {
            Trusted.below(count, at);
            copy(records, target, at, 0, Math.min(end, likeStrax ? samples : length(records, at)));
            end -= samples;
        }
    }

    private int length(long records, int record) {
        return FragmentFields.length(records + (long) record * stride(), samples);
    }

    private void copy(long records, long target, int record, long from, long to) {
        long data = (long) record * stride() + FragmentFields.DATA;
        long source = records + data;
        long copy = target + data;
        if (from < to) {
            ScalarFragments.copySamples(source + 2 * from, copy + 2 * from, (int) (to - from));
        }
    }
}
