package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.time.RadixOrder;
import dev.sluice.kernels.internal.time.TimeSortPlan;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The sort by time and channel, with records moved by vectors; immutable, safe from any thread.
///
/// Vectors of 32 bytes at most: records are short, and a vector that reaches over the end of one is of no use.
final class VectorTimeSort implements TimeSortPlan.Loop {

    private static final VectorSpecies<Long> LONGS =
            VectorSpecies.of(long.class, VectorShape.forBitSize(Math.min(Vectors.BITS, 256)));
    private static final int BYTES = LONGS.vectorByteSize();

    private static final int LINE = 64;

    /// Records that are gathered at a time.
    private static final int BLOCK = 256;

    /// Records beyond these that the buckets they are in may reach to: most of them, and no harm if not.
    private static final int AHEAD = 2048;

    private final TimeSortPlan plan;

    private VectorTimeSort(TimeSortPlan plan) {
        this.plan = plan;
    }

    /// A loop for this plan; null if records are shorter than a vector.
    static TimeSortPlan.Loop of(TimeSortPlan plan) {
        return plan.stride() < BYTES ? null : new VectorTimeSort(plan);
    }

    @Override
    public void run(long records, int count, long target, long scratch) {
        long source = RadixOrder.order(plan, records, count, scratch, VectorTimeSort::move);
        if (source == RadixOrder.IN_ORDER) {
            AddressSpace.copy(records, target, (long) count * plan.stride());
        } else {
            long words = RadixOrder.words(count, scratch);
            boolean dealt = source != records;
            for (int first = 0; first < count; first += BLOCK) {
                int size = Math.min(BLOCK, count - first);
                if (dealt) {
                    fetch(source, first, count, scratch);
                }
                gather(
                        source,
                        size,
                        target + (long) first * plan.stride(),
                        words + 8L * first,
                        RadixOrder.indexMask(count),
                        plan.stride());
            }
        }
    }

    /// Reads the records about as far on as a bucket reaches, line by line: the core fetches lines in a row ahead of
    /// time, but not those of the records of a bucket in any order. What is read goes to scratch memory that is free.
    private void fetch(long records, int first, int count, long scratch) {
        int stride = plan.stride();
        long from = first == 0 ? 0 : Math.min(count, (long) first + AHEAD);
        long end = records + Math.min(count, (long) first + BLOCK + AHEAD) * stride - Long.BYTES;
        long read = 0;
        for (long at = records + from * stride; at <= end; at += LINE) {
            read ^= AddressSpace.int64(at);
        }
        AddressSpace.int64(scratch + TimeSortPlan.counters(count), read);
    }

    private static void gather(long records, int count, long target, long words, long mask, int stride) {
        long to = target;
        for (int i = 0; i < count; i++) {
            long from = records + (AddressSpace.int64(words + 8L * i) & mask) * stride;
            move(from, to, stride);
            to += stride;
        }
    }

    /// The last vector may overlap the one before it. Stores go to memory in order, and those into buckets wait for
    /// their lines: the fewer there are, the better.
    private static void move(long from, long to, int bytes) {
        int last = bytes - BYTES;
        for (int at = 0; at < last; at += BYTES) {
            moveVector(from + at, to + at);
        }
        moveVector(from + last, to + last);
    }

    private static void moveVector(long from, long to) {
        LongVector.fromMemorySegment(LONGS, EVERYTHING, from & ADDRESSES, LITTLE_ENDIAN)
                .intoMemorySegment(EVERYTHING, to & ADDRESSES, LITTLE_ENDIAN);
    }
}
