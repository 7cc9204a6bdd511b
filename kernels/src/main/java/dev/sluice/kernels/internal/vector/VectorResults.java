package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.MAX;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import jdk.incubator.vector.IntVector;

/// Float results that are the same bits from every loop; unchecked, stateless, allocates nothing.
final class VectorResults {

    private static final int LANES = INTS.length();
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private VectorResults() {}

    /// Makes every NaN among `count` floats from address `results` on the canonical one.
    static void canonical(long results, int count) {
        if (count < LANES || hasNaN(results, count)) {
            for (long i = 0; i < count; i++) {
                long at = results + 4 * i;
                AddressSpace.float32(at, Floats.canonical(AddressSpace.float32(at)));
            }
        }
    }

    /// The last vector overlaps the one before it: a float seen twice changes no extreme.
    private static boolean hasNaN(long results, int count) {
        long base = results & ADDRESSES;
        int last = (count & COUNTS) - LANES;
        IntVector high = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * last, LITTLE_ENDIAN)
                .and(MAGNITUDE);
        for (int i = 0; i < last; i += LANES) {
            high = IntVector.fromMemorySegment(INTS, EVERYTHING, base + 4L * i, LITTLE_ENDIAN)
                    .and(MAGNITUDE)
                    .max(high);
        }
        return high.reduceLanes(MAX) > INFINITY;
    }
}
