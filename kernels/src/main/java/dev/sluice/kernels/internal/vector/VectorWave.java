package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BITS;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_INTS;
import static dev.sluice.kernels.internal.vector.Vectors.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.filter.ScalarWave;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Samples turned into doubles, a vector at a time; unchecked, stateless, allocates nothing. Exact.
///
/// Samples after the last full vector are converted one at a time.
final class VectorWave {

    private static final int LANES = DOUBLES.length();

    /// As many shorts as there are ints in a vector.
    private static final int SHORT_LANES = 2 * LANES;

    private static final VectorSpecies<Short> HALF_SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(BITS / 2));

    private static final int UNSIGNED = 0xFFFF;

    private VectorWave() {}

    /// Writes `count` samples from address `wave` on as doubles from address `target` on.
    static void load(RawWaveforms waveforms, long wave, int count, long target) {
        if (waveforms.isFloat()) {
            int full = count - count % LANES;
            loadFloats(wave, full, target);
            ScalarWave.load(waveforms, wave + 4L * full, count - full, target + 8L * full);
        } else {
            int full = count - count % SHORT_LANES;
            long ints = target + 4L * full;
            widenShorts(wave, full, ints, waveforms.isUnsigned() ? UNSIGNED : -1);
            widenInts(ints, full, target);
            ScalarWave.load(waveforms, wave + 2L * full, count - full, target + 8L * full);
        }
    }

    private static void loadFloats(long wave, int count, long target) {
        long from = wave & ADDRESSES;
        long to = target & ADDRESSES;
        int end = count & COUNTS;
        for (int i = 0; i < end; i += LANES) {
            ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, from + 4L * i, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .intoMemorySegment(EVERYTHING, to + 8L * i, LITTLE_ENDIAN);
        }
    }

    /// Shorts to ints: there is no instruction from shorts to doubles, and the JIT makes objects of what it lacks.
    private static void widenShorts(long wave, int count, long target, int mask) {
        long from = wave & ADDRESSES;
        long to = target & ADDRESSES;
        int end = count & COUNTS;
        for (int i = 0; i < end; i += SHORT_LANES) {
            ((IntVector) ShortVector.fromMemorySegment(HALF_SHORTS, EVERYTHING, from + 2L * i, LITTLE_ENDIAN)
                            .castShape(INTS, 0))
                    .and(mask)
                    .intoMemorySegment(EVERYTHING, to + 4L * i, LITTLE_ENDIAN);
        }
    }

    /// Ints to doubles. The ints may be the second half of the target: a double never reaches an int that is yet to be
    /// read.
    private static void widenInts(long ints, int count, long target) {
        long from = ints & ADDRESSES;
        long to = target & ADDRESSES;
        int end = count & COUNTS;
        for (int i = 0; i < end; i += LANES) {
            ((DoubleVector) IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, from + 4L * i, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .intoMemorySegment(EVERYTHING, to + 8L * i, LITTLE_ENDIAN);
        }
    }
}
