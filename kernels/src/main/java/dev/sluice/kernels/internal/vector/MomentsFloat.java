package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.SamplesFloat.PART;
import static dev.sluice.kernels.internal.vector.SamplesFloat.PARTIALS;
import static dev.sluice.kernels.internal.vector.SamplesFloat.PARTS;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.LONGS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.wave.ScalarSamples;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;

/// Squared distances of contiguous float samples from their mean; unchecked, stateless, allocates nothing.
///
/// The 16 partial sums of the documented order fill two or four vectors; vectors of two doubles gain nothing, and the
/// scalar loop computes in their place.
final class MomentsFloat {

    private static final int LANES = DOUBLES.length();

    private MomentsFloat() {}

    /// Sum of the squared distances from `mean` in float64, in the order that `PeakChargeKernel` documents. Reads
    /// beyond the window only below `limit`.
    static double squaredDistances(long address, int count, long limit, double mean) {
        int full = count & -PARTIALS;
        return PARTS <= 4 && address + 4L * (full + PARTIALS) <= limit
                ? squaresOfGroups(address, full, count - full, mean)
                : ScalarSamples.squaredDistances(address, count, mean);
    }

    /// Whole groups of 16 samples and the first `rest` samples of one more, whose other samples count as 0. One method
    /// beyond the JIT's limit for inlining: inlined with the sum before it, its vectors could become objects.
    private static double squaresOfGroups(long address, int full, int rest, double mean) {
        long base = address & ADDRESSES;
        int groups = full & COUNTS;
        DoubleVector means = DoubleVector.broadcast(DOUBLES, mean);
        DoubleVector zero = DoubleVector.zero(DOUBLES);
        DoubleVector sum0 = zero;
        DoubleVector sum1 = zero;
        DoubleVector sum2 = zero;
        DoubleVector sum3 = zero;
        for (int i = 0; i < groups; i += PARTIALS) {
            long at = base + 4L * i;
            DoubleVector distance0 = ((DoubleVector)
                            FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at, LITTLE_ENDIAN)
                                    .castShape(DOUBLES, 0))
                    .sub(means);
            sum0 = distance0.mul(distance0).add(sum0);
            DoubleVector distance1 = ((DoubleVector)
                            FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + PART, LITTLE_ENDIAN)
                                    .castShape(DOUBLES, 0))
                    .sub(means);
            sum1 = distance1.mul(distance1).add(sum1);
            if (PARTS > 2) {
                DoubleVector distance2 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 2 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .sub(means);
                sum2 = distance2.mul(distance2).add(sum2);
                DoubleVector distance3 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 3 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .sub(means);
                sum3 = distance3.mul(distance3).add(sum3);
            }
        }
        long tail = base + 4L * groups;
        DoubleVector distance0 = ((DoubleVector)
                        FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail, LITTLE_ENDIAN)
                                .castShape(DOUBLES, 0))
                .sub(means);
        LongVector mask0 = LongVector.fromMemorySegment(
                LONGS, EVERYTHING, FIRST_MASKS - 8L * Math.clamp(rest - 0 * LANES, 0, LANES), LITTLE_ENDIAN);
        sum0 = distance0
                .mul(distance0)
                .reinterpretAsLongs()
                .and(mask0)
                .reinterpretAsDoubles()
                .add(sum0);
        DoubleVector distance1 = ((DoubleVector)
                        FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail + PART, LITTLE_ENDIAN)
                                .castShape(DOUBLES, 0))
                .sub(means);
        LongVector mask1 = LongVector.fromMemorySegment(
                LONGS, EVERYTHING, FIRST_MASKS - 8L * Math.clamp(rest - 1 * LANES, 0, LANES), LITTLE_ENDIAN);
        sum1 = distance1
                .mul(distance1)
                .reinterpretAsLongs()
                .and(mask1)
                .reinterpretAsDoubles()
                .add(sum1);
        if (PARTS == 2) {
            DoubleVector both = sum0.add(sum1);
            both = both.rearrange(SamplesFloat.FOUR_APART).add(both);
            both = both.rearrange(SamplesFloat.TWO_APART).add(both);
            return both.lane(0) + both.lane(1);
        }
        DoubleVector distance2 = ((DoubleVector)
                        FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail + 2 * PART, LITTLE_ENDIAN)
                                .castShape(DOUBLES, 0))
                .sub(means);
        LongVector mask2 = LongVector.fromMemorySegment(
                LONGS, EVERYTHING, FIRST_MASKS - 8L * Math.clamp(rest - 2 * LANES, 0, LANES), LITTLE_ENDIAN);
        sum2 = distance2
                .mul(distance2)
                .reinterpretAsLongs()
                .and(mask2)
                .reinterpretAsDoubles()
                .add(sum2);
        DoubleVector distance3 = ((DoubleVector)
                        FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, tail + 3 * PART, LITTLE_ENDIAN)
                                .castShape(DOUBLES, 0))
                .sub(means);
        LongVector mask3 = LongVector.fromMemorySegment(
                LONGS, EVERYTHING, FIRST_MASKS - 8L * Math.clamp(rest - 3 * LANES, 0, LANES), LITTLE_ENDIAN);
        sum3 = distance3
                .mul(distance3)
                .reinterpretAsLongs()
                .and(mask3)
                .reinterpretAsDoubles()
                .add(sum3);

        DoubleVector both = sum0.add(sum2).add(sum1.add(sum3));
        both = both.rearrange(SamplesFloat.TWO_APART).add(both);
        return both.lane(0) + both.lane(1);
    }
}
