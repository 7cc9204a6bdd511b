package dev.sluice.kernels.vector;

import static dev.sluice.kernels.unchecked.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.Vectors.ADDRESSES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.scalar.RadixOrder;
import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.TimeSortLoop;
import dev.sluice.kernels.unchecked.TimeSortPlan;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The sort by time and channel, with records moved by vectors; immutable, safe from any thread.
///
/// Vectors of 32 bytes at most: records are short, and a vector that reaches over the end of one is of no use.
final class TimeSort implements TimeSortLoop {

    private static final VectorSpecies<Long> LONGS =
            VectorSpecies.of(long.class, VectorShape.forBitSize(Math.min(Vectors.BITS, 256)));
    private static final int BYTES = LONGS.vectorByteSize();

    private final TimeSortPlan plan;

    private TimeSort(TimeSortPlan plan) {
        this.plan = plan;
    }

    /// A loop for this plan; null if records are shorter than a vector.
    static TimeSortLoop of(TimeSortPlan plan) {
        return plan.stride() < BYTES ? null : new TimeSort(plan);
    }

    @Override
    public void run(long records, int count, long target, long scratch) {
        long source = RadixOrder.order(plan, records, count, scratch);
        if (source == RadixOrder.IN_ORDER) {
            AddressSpace.copy(records, target, (long) count * plan.stride());
        } else {
            gather(source, count, target, RadixOrder.words(count, scratch), RadixOrder.indexMask(count), plan.stride());
        }
    }

    private static void gather(long records, int count, long target, long words, long mask, int stride) {
        long to = target;
        int last = stride - BYTES;
        for (int i = 0; i < count; i++) {
            long from = records + (AddressSpace.int64(words + 8L * i) & mask) * stride;
            for (int at = 0; at < last; at += BYTES) {
                move(from + at, to + at);
            }
            move(from + last, to + last);
            to += stride;
        }
    }

    private static void move(long from, long to) {
        LongVector.fromMemorySegment(LONGS, EVERYTHING, from & ADDRESSES, LITTLE_ENDIAN)
                .intoMemorySegment(EVERYTHING, to & ADDRESSES, LITTLE_ENDIAN);
    }
}
