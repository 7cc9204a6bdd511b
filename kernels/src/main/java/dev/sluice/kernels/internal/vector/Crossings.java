package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.memory.AddressSpace;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;

/// Which samples are over a bound, as the bits of a word; unchecked, stateless, allocates nothing.
final class Crossings {

    /// Samples per word.
    static final int BLOCK = Long.SIZE;

    private static final int SHORT_LANES = SHORTS.length();
    private static final int FLOAT_LANES = FLOATS.length();

    private Crossings() {}

    /// Bit `i` says whether 16-bit sample `i`, exclusive-or `flip`, is at least `bound`, for `count` from 1 to 64.
    /// Reads beyond the samples only below `limit`.
    static long of16(long address, int count, short flip, short bound, long limit) {
        if (address + 2L * BLOCK > limit) {
            return oneByOne16(address, count, flip, bound);
        }
        long base = address & ADDRESSES;
        long over = 0;
        for (int i = 0; i < count; i += SHORT_LANES) {
            long bits = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flip)
                    .compare(GE, bound)
                    .toLong();
            over |= bits << i;
        }
        return over & (-1L >>> (BLOCK - count));
    }

    private static long oneByOne16(long address, int count, short flip, short bound) {
        long over = 0;
        for (int i = 0; i < count; i++) {
            over |= (short) (AddressSpace.int16(address + 2L * i) ^ flip) >= bound ? 1L << i : 0;
        }
        return over;
    }

    /// Bit `i` says whether float sample `i` times `sign`, which is 1 or -1, is at least `bound`, for `count` from 1
    /// to 64. Reads beyond the samples only below `limit`.
    static long ofFloat(long address, int count, float sign, float bound, long limit) {
        if (address + 4L * BLOCK > limit) {
            return oneByOneFloat(address, count, sign, bound);
        }
        long base = address & ADDRESSES;
        long over = 0;
        for (int i = 0; i < count; i += FLOAT_LANES) {
            long bits = FloatVector.fromMemorySegment(FLOATS, EVERYTHING, base + 4L * i, LITTLE_ENDIAN)
                    .mul(sign)
                    .compare(GE, bound)
                    .toLong();
            over |= bits << i;
        }
        return over & (-1L >>> (BLOCK - count));
    }

    private static long oneByOneFloat(long address, int count, float sign, float bound) {
        long over = 0;
        for (int i = 0; i < count; i++) {
            over |= AddressSpace.float32(address + 4L * i) * sign >= bound ? 1L << i : 0;
        }
        return over;
    }
}
