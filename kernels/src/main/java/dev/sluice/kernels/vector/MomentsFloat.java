package dev.sluice.kernels.vector;

import static dev.sluice.kernels.unchecked.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.SamplesFloat.PART;
import static dev.sluice.kernels.vector.SamplesFloat.PARTIALS;
import static dev.sluice.kernels.vector.SamplesFloat.PARTS;
import static dev.sluice.kernels.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.vector.Vectors.COUNTS;
import static dev.sluice.kernels.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.vector.Vectors.HALF_FLOATS;
import static dev.sluice.kernels.vector.Vectors.LONGS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.scalar.ScalarSamples;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;

/// Squared distances of contiguous float samples from their mean; unchecked, stateless, allocates nothing.
///
/// The 16 partial sums of the documented order lie in vectors; those that are folded first are summed together.
final class MomentsFloat {

    private static final int LANES = DOUBLES.length();
    private static final long HALF_GROUP = Float.BYTES * PARTIALS / 2;

    private MomentsFloat() {}

    /// Sum of the squared distances from `mean` in float64, in the order that `PeakChargeKernel` documents. Reads
    /// beyond
    /// the window only below `limit`.
    static double squaredDistances(long address, int count, long limit, double mean) {
        int full = count & -PARTIALS;
        return address + 4L * (full + PARTIALS) <= limit
                ? squaresOfGroups(address, full, count - full, mean)
                : ScalarSamples.squaredDistances(address, count, mean);
    }

    private static double squaresOfGroups(long address, int full, int rest, double mean) {
        if (PARTS == 2) {
            DoubleVector both = foldedPair(address, full, rest, mean, 0);
            both = both.rearrange(SamplesFloat.FOUR_APART).add(both);
            both = both.rearrange(SamplesFloat.TWO_APART).add(both);
            return both.lane(0) + both.lane(1);
        }
        DoubleVector even = foldedPair(address, full, rest, mean, 0);
        DoubleVector odd = foldedPair(address, full, rest, mean, 1);
        if (PARTS == 4) {
            DoubleVector both = even.add(odd);
            both = both.rearrange(SamplesFloat.TWO_APART).add(both);
            return both.lane(0) + both.lane(1);
        }
        even = foldedPair(address, full, rest, mean, 2).add(even);
        odd = foldedPair(address, full, rest, mean, 3).add(odd);
        DoubleVector both = even.add(odd);
        return both.lane(0) + both.lane(1);
    }

    /// The partial sums in vector number `part` of a group and those 8 further on, folded. Samples beyond the `rest` of
    /// the last group count as 0.
    private static DoubleVector foldedPair(long address, int full, int rest, double mean, int part) {
        long base = (address & ADDRESSES) + (long) part * PART;
        int groups = full & COUNTS;
        DoubleVector means = DoubleVector.broadcast(DOUBLES, mean);
        DoubleVector near = DoubleVector.zero(DOUBLES);
        DoubleVector far = near;
        for (int i = 0; i < groups; i += PARTIALS) {
            long at = base + 4L * i;
            DoubleVector first = ((DoubleVector)
                            FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at, LITTLE_ENDIAN)
                                    .castShape(DOUBLES, 0))
                    .sub(means);
            near = first.mul(first).add(near);
            DoubleVector second = ((DoubleVector)
                            FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + HALF_GROUP, LITTLE_ENDIAN)
                                    .castShape(DOUBLES, 0))
                    .sub(means);
            far = second.mul(second).add(far);
        }
        long tail = base + 4L * groups;
        DoubleVector first = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail, LITTLE_ENDIAN)
                        .castShape(DOUBLES, 0))
                .sub(means);
        DoubleVector second = ((DoubleVector)
                        FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail + HALF_GROUP, LITTLE_ENDIAN)
                                .castShape(DOUBLES, 0))
                .sub(means);
        LongVector firstMask = mask(rest - part * LANES);
        LongVector secondMask = mask(rest - part * LANES - PARTIALS / 2);
        near = first.mul(first)
                .reinterpretAsLongs()
                .and(firstMask)
                .reinterpretAsDoubles()
                .add(near);
        far = second.mul(second)
                .reinterpretAsLongs()
                .and(secondMask)
                .reinterpretAsDoubles()
                .add(far);
        return near.add(far);
    }

    /// -1 in the first `count` lanes, all or none if there are not so many.
    private static LongVector mask(int count) {
        return LongVector.fromMemorySegment(
                LONGS, EVERYTHING, FIRST_MASKS - 8L * Math.clamp(count, 0, LANES), LITTLE_ENDIAN);
    }
}
