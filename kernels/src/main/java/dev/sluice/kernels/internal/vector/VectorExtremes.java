package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BYTES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.feature.Extremes16;
import dev.sluice.kernels.internal.feature.ExtremesFloat;
import dev.sluice.kernels.internal.feature.ScalarExtremes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Extremes of contiguous samples and of the differences of neighbours; unchecked, stateless, allocates nothing.
///
/// The last vector overlaps the one before it: what is seen twice changes no extreme.
final class VectorExtremes {

    private static final int LANES = SHORTS.length();
    private static final int FLOAT_LANES = FLOATS.length();
    private static final short SIGN = Short.MIN_VALUE;
    private static final int MAGNITUDE = Integer.MAX_VALUE;
    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private VectorExtremes() {}

    /// Least and greatest; `Extremes16.NONE` if there are no samples. Reads beyond the window only below `limit`.
    static int extremes16(long address, int count, long limit, boolean unsigned) {
        short flip = unsigned ? SIGN : 0;
        if (count >= LANES) {
            return extremesOfVectors(address, count, flip);
        }
        return count > 0 && address + BYTES <= limit
                ? extremesOfOneVector(address, count, flip)
                : ScalarExtremes.extremes16(address, count, unsigned);
    }

    private static int extremesOfVectors(long address, int count, short flip) {
        long base = address & ADDRESSES;
        ShortVector flips = ShortVector.broadcast(SHORTS, flip);
        ShortVector low = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base, LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        ShortVector high = low;
        for (int i = LANES; i < count - LANES; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            low = samples.min(low);
            high = samples.max(high);
        }
        ShortVector last = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        return Extremes16.of(last.min(low).reduceLanes(MIN), last.max(high).reduceLanes(MAX));
    }

    /// Lanes beyond the window take the first sample's value.
    private static int extremesOfOneVector(long address, int count, short flip) {
        ShortVector mask = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        ShortVector loaded = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN);
        short first = loaded.lane(0);
        ShortVector samples = loaded.lanewise(XOR, first).and(mask).lanewise(XOR, (short) (first ^ flip));
        return Extremes16.of(samples.reduceLanes(MIN), samples.reduceLanes(MAX));
    }

    /// Greatest distance of neighbours; 0 if there are fewer than two samples.
    ///
    /// A distance has 16 bits and no sign: greater less lesser, modulo 2^16. Its top bit is flipped, so that signed
    /// comparison keeps the order.
    static int difference16(long address, int count, boolean unsigned) {
        int pairs = count - 1;
        if (pairs < LANES) {
            return ScalarExtremes.difference16(address, count, unsigned);
        }
        long base = address & ADDRESSES;
        ShortVector flips = ShortVector.broadcast(SHORTS, unsigned ? SIGN : 0);
        ShortVector greatest = ShortVector.broadcast(SHORTS, SIGN);
        for (int i = 0; i < pairs - LANES; i += LANES) {
            ShortVector left = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            ShortVector right = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i + 2, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            greatest = left.max(right).sub(left.min(right)).lanewise(XOR, SIGN).max(greatest);
        }
        long last = base + 2L * (pairs - LANES);
        ShortVector left = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, last, LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        ShortVector right = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, last + 2, LITTLE_ENDIAN)
                .lanewise(XOR, flips);
        return left.max(right)
                        .sub(left.min(right))
                        .lanewise(XOR, SIGN)
                        .max(greatest)
                        .reduceLanes(MAX)
                - SIGN;
    }

    /// Least and greatest; `ExtremesFloat.NONE` if there are no samples.
    static long extremesFloat(long address, int count) {
        if (count < FLOAT_LANES) {
            return ScalarExtremes.extremesFloat(address, count);
        }
        long base = address & ADDRESSES;
        IntVector first = IntVector.fromMemorySegment(INTS, EVERYTHING, base, LITTLE_ENDIAN);
        IntVector low = first.lanewise(XOR, first.lanewise(ASHR, 31).lanewise(LSHR, 1));
        IntVector high = low;
        for (int i = FLOAT_LANES; i < count - FLOAT_LANES; i += FLOAT_LANES) {
            IntVector bits = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * i, LITTLE_ENDIAN);
            IntVector ordered = bits.lanewise(XOR, bits.lanewise(ASHR, 31).lanewise(LSHR, 1));
            low = ordered.min(low);
            high = ordered.max(high);
        }
        IntVector bits =
                IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * (count - FLOAT_LANES), LITTLE_ENDIAN);
        IntVector last = bits.lanewise(XOR, bits.lanewise(ASHR, 31).lanewise(LSHR, 1));
        return ExtremesFloat.of(last.min(low).reduceLanes(MIN), last.max(high).reduceLanes(MAX));
    }

    /// Greatest distance of neighbours; 0 if there are fewer than two samples, NaN if one is NaN.
    ///
    /// The bits of numbers without a sign have the order of integers, NaNs above the infinity.
    static float differenceFloat(long address, int count) {
        int pairs = count - 1;
        if (pairs < FLOAT_LANES) {
            return ScalarExtremes.differenceFloat(address, count);
        }
        long base = address & ADDRESSES;
        IntVector greatest = IntVector.zero(INTS);
        for (int i = 0; i < pairs - FLOAT_LANES; i += FLOAT_LANES) {
            greatest = FloatVector.fromMemorySegment(FLOATS, EVERYTHING, base + 4L * i + 4, LITTLE_ENDIAN)
                    .sub(FloatVector.fromMemorySegment(FLOATS, EVERYTHING, base + 4L * i, LITTLE_ENDIAN))
                    .reinterpretAsInts()
                    .and(MAGNITUDE)
                    .max(greatest);
        }
        long last = base + 4L * (pairs - FLOAT_LANES);
        int bits = FloatVector.fromMemorySegment(FLOATS, EVERYTHING, last + 4, LITTLE_ENDIAN)
                .sub(FloatVector.fromMemorySegment(FLOATS, EVERYTHING, last, LITTLE_ENDIAN))
                .reinterpretAsInts()
                .and(MAGNITUDE)
                .max(greatest)
                .reduceLanes(MAX);
        return bits > INFINITE ? Float.NaN : Float.intBitsToFloat(bits);
    }
}
