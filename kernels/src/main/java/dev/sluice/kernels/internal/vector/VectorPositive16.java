package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.SUSUB;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.feature.ScalarPositive16;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Sums over those 16-bit samples that lie on the signal's side of a pedestal; unchecked, stateless, allocates nothing.
///
/// Samples and pedestal are mapped to unsigned numbers of the same order: there a subtraction that saturates at 0 drops
/// the samples on the other side. The same against a pedestal further by one gives one more for each sample on the
/// signal's side: so they are counted. Positive pulses are turned over first.
final class VectorPositive16 {

    private static final int LANES = SHORTS.length();
    private static final short SIGN = Short.MIN_VALUE;
    private static final int LARGEST = 65_535;
    private static final int HALF = 0xFFFF;

    private VectorPositive16() {}

    /// As `ScalarPositive16.both`.
    static long both(long address, int count, int pedestal, boolean positive, boolean unsigned) {
        int moved = unsigned ? pedestal : pedestal - SIGN;
        int turned = positive ? LARGEST - moved : moved;
        if (count < LANES || turned < 0 || turned >= LARGEST) {
            return ScalarPositive16.both(address, count, pedestal, positive, unsigned);
        }
        int whole = count / LANES * LANES & COUNTS;
        short flip = (short) ((unsigned ? 0 : SIGN) ^ (positive ? -1 : 0));
        long rest = ScalarPositive16.both(address + 2L * whole, count - whole, pedestal, positive, unsigned);
        return rest + bothOfVectors(address, whole, (short) turned, flip);
    }

    private static long bothOfVectors(long address, int count, short pedestal, short flip) {
        long base = address & ADDRESSES;
        ShortVector flips = ShortVector.broadcast(SHORTS, flip);
        ShortVector near = ShortVector.broadcast(SHORTS, pedestal);
        ShortVector far = ShortVector.broadcast(SHORTS, (short) (pedestal + 1));
        ShortVector beyond = ShortVector.zero(SHORTS);
        IntVector sums = IntVector.zero(INTS);
        for (int i = 0; i < count; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, flips);
            ShortVector distances = near.lanewise(SUSUB, samples);
            beyond = far.lanewise(SUSUB, samples).sub(distances).add(beyond);
            IntVector pairs = distances.reinterpretAsInts();
            sums = pairs.and(HALF).add(pairs.lanewise(LSHR, 16)).add(sums);
        }
        return ScalarPositive16.of(sums.reduceLanes(ADD), beyond.reduceLanes(ADD) & HALF);
    }
}
