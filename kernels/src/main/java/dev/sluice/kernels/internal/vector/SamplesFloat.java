package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BYTES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_INTS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.wave.ScalarSamples;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;

/// Reductions over contiguous float samples; unchecked, stateless, allocates nothing.
///
/// The 16 partial sums of the documented order fill two, four or eight vectors of doubles, as the width has it; `PARTS`
/// is a constant, so that the JIT compiles only the branches of its width. No partial sum is ever -0.0, since each
/// starts at +0.0: so adding zeros changes nothing, nor does leaving them out.
final class SamplesFloat {

    static final int LANES = INTS.length();

    /// Partial sums, as `PeakChargeKernel` documents, and the bytes of those that one vector holds.
    static final int PARTIALS = 16;

    static final int PART = BYTES / 2;
    static final int PARTS = PARTIALS / DOUBLES.length();

    private static final int LAST = DOUBLES.length() - 1;

    static final int LARGEST = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    static final int LEAST = ordered(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));

    static final VectorShuffle<Double> FOUR_APART = VectorShuffle.fromOp(DOUBLES, lane -> lane ^ 4 & LAST);
    static final VectorShuffle<Double> TWO_APART = VectorShuffle.fromOp(DOUBLES, lane -> lane ^ 2 & LAST);

    private SamplesFloat() {}

    /// Maximum minus minimum; 0 if there are no samples, the canonical NaN if one is NaN.
    static float peakToPeak(long address, int count) {
        if (count >= LANES) {
            return peakToPeakOfVectors(address, count);
        }
        return ScalarSamples.peakToPeakFloat(address, count);
    }

    /// Works on the bits mapped to signed integers of the same order, with NaNs beyond the infinities: three operations
    /// where Java's float minimum, with its rules for NaN and -0.0, takes five.
    private static float peakToPeakOfVectors(long address, int count) {
        long base = address & ADDRESSES;
        IntVector first = IntVector.fromMemorySegment(INTS, EVERYTHING, base, LITTLE_ENDIAN);
        IntVector low = first.lanewise(XOR, first.lanewise(ASHR, 31).lanewise(LSHR, 1));
        IntVector high = low;
        for (int i = LANES; i < count - LANES; i += LANES) {
            IntVector bits = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * i, LITTLE_ENDIAN);
            IntVector ordered = bits.lanewise(XOR, bits.lanewise(ASHR, 31).lanewise(LSHR, 1));
            low = ordered.min(low);
            high = ordered.max(high);
        }
        IntVector bits = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * (count - LANES), LITTLE_ENDIAN);
        IntVector last = bits.lanewise(XOR, bits.lanewise(ASHR, 31).lanewise(LSHR, 1));
        return difference(last.max(high).reduceLanes(MAX), last.min(low).reduceLanes(MIN));
    }

    private static float difference(int high, int low) {
        if (high > LARGEST || low < LEAST) {
            return Float.NaN;
        }
        float difference = Float.intBitsToFloat(ordered(high)) - Float.intBitsToFloat(ordered(low));
        return Float.isNaN(difference) ? Float.NaN : difference;
    }

    /// Maps the bits of a float to a signed integer of the same order, and back.
    private static int ordered(int bits) {
        return bits ^ (bits >> 31 >>> 1);
    }

    /// Sum in float64 in the order that `PeakChargeKernel` documents. Reads beyond the window only below `limit`.
    static double sum(long address, int count, long limit) {
        if (count == 0) {
            return 0.0;
        }
        int full = count & -PARTIALS;
        if (address + 4L * (full + PARTIALS) > limit) {
            return ScalarSamples.sumFloat(address, count);
        }
        return PARTS == 2 ? sumOfWideGroups(address, full, count - full) : sumOfGroups(address, full, count - full);
    }

    /// As `sumOfGroups`, where two vectors hold a group: short enough for the JIT to inline it.
    private static double sumOfWideGroups(long address, int full, int rest) {
        long base = address & ADDRESSES;
        int groups = full & COUNTS;
        DoubleVector sum0 = DoubleVector.zero(DOUBLES);
        DoubleVector sum1 = sum0;
        for (int i = 0; i < groups; i += PARTIALS) {
            long at = base + 4L * i;
            sum0 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum0);
            sum1 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + PART, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum1);
        }
        long tail = base + 4L * groups;
        long mask = FIRST_MASKS - 4L * rest;
        sum0 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail, LITTLE_ENDIAN)
                        .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask, LITTLE_ENDIAN))
                        .reinterpretAsFloats()
                        .castShape(DOUBLES, 0))
                .add(sum0);
        if (rest > PARTIALS / 2) {
            sum1 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + PART, LITTLE_ENDIAN)
                            .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + PART, LITTLE_ENDIAN))
                            .reinterpretAsFloats()
                            .castShape(DOUBLES, 0))
                    .add(sum1);
        }
        DoubleVector both = sum0.add(sum1);
        both = both.rearrange(FOUR_APART).add(both);
        both = both.rearrange(TWO_APART).add(both);
        return both.lane(0) + both.lane(1);
    }

    /// Sums whole groups of 16 samples and the first `rest` samples of one more group, whose other samples count as 0.
    private static double sumOfGroups(long address, int full, int rest) {
        long base = address & ADDRESSES;
        int groups = full & COUNTS;
        DoubleVector zero = DoubleVector.zero(DOUBLES);
        DoubleVector sum0 = zero;
        DoubleVector sum1 = zero;
        DoubleVector sum2 = zero;
        DoubleVector sum3 = zero;
        DoubleVector sum4 = zero;
        DoubleVector sum5 = zero;
        DoubleVector sum6 = zero;
        DoubleVector sum7 = zero;
        for (int i = 0; i < groups; i += PARTIALS) {
            long at = base + 4L * i;
            sum0 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum0);
            sum1 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + PART, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum1);
            sum2 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 2 * PART, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum2);
            sum3 = ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 3 * PART, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .add(sum3);
            if (PARTS > 4) {
                sum4 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 4 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .add(sum4);
                sum5 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 5 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .add(sum5);
                sum6 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 6 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .add(sum6);
                sum7 = ((DoubleVector)
                                FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, at + 7 * PART, LITTLE_ENDIAN)
                                        .castShape(DOUBLES, 0))
                        .add(sum7);
            }
        }
        long tail = base + 4L * groups;
        long mask = FIRST_MASKS - 4L * rest;
        sum0 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail, LITTLE_ENDIAN)
                        .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask, LITTLE_ENDIAN))
                        .reinterpretAsFloats()
                        .castShape(DOUBLES, 0))
                .add(sum0);
        sum1 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + PART, LITTLE_ENDIAN)
                        .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + PART, LITTLE_ENDIAN))
                        .reinterpretAsFloats()
                        .castShape(DOUBLES, 0))
                .add(sum1);
        sum2 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 2 * PART, LITTLE_ENDIAN)
                        .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 2 * PART, LITTLE_ENDIAN))
                        .reinterpretAsFloats()
                        .castShape(DOUBLES, 0))
                .add(sum2);
        sum3 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 3 * PART, LITTLE_ENDIAN)
                        .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 3 * PART, LITTLE_ENDIAN))
                        .reinterpretAsFloats()
                        .castShape(DOUBLES, 0))
                .add(sum3);
        if (PARTS > 4) {
            sum4 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 4 * PART, LITTLE_ENDIAN)
                            .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 4 * PART, LITTLE_ENDIAN))
                            .reinterpretAsFloats()
                            .castShape(DOUBLES, 0))
                    .add(sum4);
            sum5 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 5 * PART, LITTLE_ENDIAN)
                            .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 5 * PART, LITTLE_ENDIAN))
                            .reinterpretAsFloats()
                            .castShape(DOUBLES, 0))
                    .add(sum5);
            sum6 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 6 * PART, LITTLE_ENDIAN)
                            .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 6 * PART, LITTLE_ENDIAN))
                            .reinterpretAsFloats()
                            .castShape(DOUBLES, 0))
                    .add(sum6);
            sum7 = ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, tail + 7 * PART, LITTLE_ENDIAN)
                            .and(IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, mask + 7 * PART, LITTLE_ENDIAN))
                            .reinterpretAsFloats()
                            .castShape(DOUBLES, 0))
                    .add(sum7);
        }
        if (PARTS > 4) {
            DoubleVector even = sum0.add(sum4).add(sum2.add(sum6));
            DoubleVector both = sum1.add(sum5).add(sum3.add(sum7)).add(even);
            return both.lane(0) + both.lane(1);
        }
        DoubleVector both = sum0.add(sum2).add(sum1.add(sum3));
        both = both.rearrange(TWO_APART).add(both);
        return both.lane(0) + both.lane(1);
    }
}
