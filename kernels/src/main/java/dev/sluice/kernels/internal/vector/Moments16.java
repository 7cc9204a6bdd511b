package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BYTES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static dev.sluice.kernels.internal.vector.Vectors.LAST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.LONGS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.feature.Moments;
import dev.sluice.kernels.internal.wave.ScalarSamples;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;

/// Sums and sums of squares of contiguous 16-bit samples; unchecked, stateless, allocates nothing.
///
/// Unsigned samples count less 32768 each, so that a square has at most 31 bits and two of them fit an unsigned int:
/// from there they are summed in longs. Windows of up to `FEW` samples leave room for the sum above the squares, which
/// saves a second pass and, what costs more, a second reduction.
final class Moments16 {

    /// The longest window whose two sums fit one long.
    static final int FEW = 256;

    private static final int LANES = SHORTS.length();
    private static final int SQUARES = 40;
    private static final int SIGNS = 0x8000_8000;
    private static final long LOWER = 0xFFFF_FFFFL;
    private static final long UPPER = LOWER << 32;

    private Moments16() {}

    /// The sum in what `both` gives.
    static long sum(long both) {
        return both >> SQUARES;
    }

    /// The sum of squares in what `both` gives.
    static long squares(long both) {
        return both & (1L << SQUARES) - 1;
    }

    /// Sum and sum of squares of up to `FEW` samples. Reads beyond the window only below `limit`.
    static long both(long address, int count, long limit, boolean unsigned) {
        int signs = unsigned ? SIGNS : 0;
        if (count >= LANES) {
            return bothOfVectors(address, count, signs);
        }
        if (address + BYTES <= limit) {
            return bothOfOneVector(address, count, signs);
        }
        long sum = Moments.centredSum(ScalarSamples.sum16(address, count, unsigned), count, unsigned);
        return (sum << SQUARES) + Moments.squares16(address, count, unsigned);
    }

    /// The last vector overlaps the one before it, with a mask over what was summed already.
    private static long bothOfVectors(long address, int count, int signs) {
        long base = address & ADDRESSES;
        IntVector flips = IntVector.broadcast(INTS, signs);
        LongVector sums = LongVector.zero(LONGS);
        for (int i = 0; i <= count - LANES; i += LANES) {
            IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            IntVector odd = pairs.lanewise(ASHR, 16);
            IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
            LongVector squares = odd.mul(odd).add(even.mul(even)).reinterpretAsLongs();
            LongVector samples = odd.add(even).reinterpretAsLongs();
            sums = squares.and(LOWER).add(squares.lanewise(LSHR, 32)).add(sums);
            sums = samples.lanewise(LSHL, SQUARES)
                    .add(samples.and(UPPER).lanewise(LSHL, SQUARES - 32))
                    .add(sums);
        }
        IntVector mask =
                IntVector.fromMemorySegment(INTS, EVERYTHING, LAST_MASKS + 2L * (count % LANES), LITTLE_ENDIAN);
        IntVector tail = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, flips)
                .and(mask);
        IntVector odd = tail.lanewise(ASHR, 16);
        IntVector even = tail.lanewise(LSHL, 16).lanewise(ASHR, 16);
        LongVector squares = odd.mul(odd).add(even.mul(even)).reinterpretAsLongs();
        LongVector samples = odd.add(even).reinterpretAsLongs();
        return samples.lanewise(LSHL, SQUARES)
                .add(samples.and(UPPER).lanewise(LSHL, SQUARES - 32))
                .add(squares.and(LOWER))
                .add(squares.lanewise(LSHR, 32))
                .add(sums)
                .reduceLanes(ADD);
    }

    /// Lanes beyond the window count as 0.
    private static long bothOfOneVector(long address, int count, int signs) {
        IntVector mask = IntVector.fromMemorySegment(INTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN)
                .lanewise(XOR, signs)
                .and(mask);
        IntVector odd = pairs.lanewise(ASHR, 16);
        IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
        LongVector squares = odd.mul(odd).add(even.mul(even)).reinterpretAsLongs();
        LongVector samples = odd.add(even).reinterpretAsLongs();
        return samples.lanewise(LSHL, SQUARES)
                .add(samples.and(UPPER).lanewise(LSHL, SQUARES - 32))
                .add(squares.and(LOWER))
                .add(squares.lanewise(LSHR, 32))
                .reduceLanes(ADD);
    }

    /// The sum of squares at any count, exact.
    static long squaresOfMany(long address, int count, boolean unsigned) {
        if (count < LANES) {
            return Moments.squares16(address, count, unsigned);
        }
        long base = address & ADDRESSES;
        int whole = count / LANES * LANES & COUNTS;
        IntVector flips = IntVector.broadcast(INTS, unsigned ? SIGNS : 0);
        LongVector sums = LongVector.zero(LONGS);
        for (int i = 0; i < whole; i += LANES) {
            IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            IntVector odd = pairs.lanewise(ASHR, 16);
            IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
            LongVector squares = odd.mul(odd).add(even.mul(even)).reinterpretAsLongs();
            sums = squares.and(LOWER).add(squares.lanewise(LSHR, 32)).add(sums);
        }
        return sums.reduceLanes(ADD) + Moments.squares16(address + 2L * whole, count - whole, unsigned);
    }
}
