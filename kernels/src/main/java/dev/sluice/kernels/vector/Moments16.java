package dev.sluice.kernels.vector;

import static dev.sluice.kernels.unchecked.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.vector.Vectors.BYTES;
import static dev.sluice.kernels.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.vector.Vectors.INTS;
import static dev.sluice.kernels.vector.Vectors.LAST_MASKS;
import static dev.sluice.kernels.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.unchecked.Moments;
import jdk.incubator.vector.IntVector;

/// Sums of squares of contiguous 16-bit samples; unchecked, stateless, allocates nothing.
///
/// A square has 31 bits, so its halves are summed apart; unsigned samples count less 32768 each.
final class Moments16 {

    private static final int LANES = SHORTS.length();

    /// Samples per block: so many halves of 16 bits, all lanes together, stay within an int.
    private static final int BLOCK = 32_768;

    private static final int SIGNS = 0x8000_8000;
    private static final int HALF = 0xFFFF;

    private Moments16() {}

    /// The exact sum of squares at any count. Reads beyond the window only below `limit`.
    static long squares(long address, int count, long limit, boolean unsigned) {
        long squares = 0;
        for (long from = 0; from < count; from += BLOCK) {
            squares += squaresOfBlock(address + 2L * from, (int) Math.min(BLOCK, count - from), limit, unsigned);
        }
        return squares;
    }

    private static long squaresOfBlock(long address, int count, long limit, boolean unsigned) {
        if (count >= LANES) {
            return squaresOfVectors(address, count, unsigned ? SIGNS : 0);
        }
        return address + BYTES <= limit
                ? squaresOfOneVector(address, count, unsigned ? SIGNS : 0)
                : Moments.squares16(address, count, unsigned);
    }

    /// The last vector overlaps the one before it, with a mask over what was summed already.
    private static long squaresOfVectors(long address, int count, int signs) {
        long base = address & ADDRESSES;
        IntVector flips = IntVector.broadcast(INTS, signs);
        IntVector low = IntVector.zero(INTS);
        IntVector high = low;
        for (int i = 0; i <= count - LANES; i += LANES) {
            IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            IntVector odd = pairs.lanewise(ASHR, 16);
            IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
            IntVector oddSquares = odd.mul(odd);
            IntVector evenSquares = even.mul(even);
            low = oddSquares.and(HALF).add(evenSquares.and(HALF)).add(low);
            high = oddSquares
                    .lanewise(LSHR, 16)
                    .add(evenSquares.lanewise(LSHR, 16))
                    .add(high);
        }
        IntVector mask =
                IntVector.fromMemorySegment(INTS, EVERYTHING, LAST_MASKS + 2L * (count % LANES), LITTLE_ENDIAN);
        IntVector tail = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN)
                .lanewise(XOR, flips)
                .and(mask);
        IntVector odd = tail.lanewise(ASHR, 16);
        IntVector even = tail.lanewise(LSHL, 16).lanewise(ASHR, 16);
        IntVector oddSquares = odd.mul(odd);
        IntVector evenSquares = even.mul(even);
        low = oddSquares.and(HALF).add(evenSquares.and(HALF)).add(low);
        high = oddSquares.lanewise(LSHR, 16).add(evenSquares.lanewise(LSHR, 16)).add(high);
        return low.reduceLanes(ADD) + ((long) high.reduceLanes(ADD) << 16);
    }

    /// Lanes beyond the window count as 0.
    private static long squaresOfOneVector(long address, int count, int signs) {
        IntVector mask = IntVector.fromMemorySegment(INTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        IntVector pairs = IntVector.fromMemorySegment(INTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN)
                .lanewise(XOR, signs)
                .and(mask);
        IntVector odd = pairs.lanewise(ASHR, 16);
        IntVector even = pairs.lanewise(LSHL, 16).lanewise(ASHR, 16);
        IntVector oddSquares = odd.mul(odd);
        IntVector evenSquares = even.mul(even);
        int low = oddSquares.and(HALF).add(evenSquares.and(HALF)).reduceLanes(ADD);
        int high = oddSquares
                .lanewise(LSHR, 16)
                .add(evenSquares.lanewise(LSHR, 16))
                .reduceLanes(ADD);
        return low + ((long) high << 16);
    }
}
