package dev.sluice.kernels.vector;

import static dev.sluice.kernels.unchecked.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.vector.Vectors.BITS;
import static dev.sluice.kernels.vector.Vectors.COUNTS;
import static dev.sluice.kernels.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.vector.Vectors.HALF_FLOATS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.scalar.ScalarWave;
import dev.sluice.kernels.unchecked.RawWaveforms;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Samples turned into doubles, a vector at a time; unchecked, stateless, allocates nothing. Exact.
///
/// The last vector overlaps the one before it: what is written twice is the same.
final class Wave {

    private static final int LANES = DOUBLES.length();

    /// As many shorts as there are doubles in a vector. Two of them, at 128 bits, make no vector: then samples are
    /// converted one at a time.
    private static final boolean SHORTS_FILL_A_VECTOR = BITS > 128;

    private static final VectorSpecies<Short> QUARTER_SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(SHORTS_FILL_A_VECTOR ? BITS / 4 : 64));

    private static final double HALF_RANGE = 32_768.0;

    private Wave() {}

    /// Writes `count` samples from address `wave` on as doubles from address `target` on.
    static void load(RawWaveforms waveforms, long wave, int count, long target) {
        if (count < LANES || !waveforms.isFloat() && !SHORTS_FILL_A_VECTOR) {
            ScalarWave.load(waveforms, wave, count, target);
        } else if (waveforms.isFloat()) {
            loadFloats(wave, count, target);
        } else if (waveforms.isUnsigned()) {
            loadShorts(wave, count, target, Short.MIN_VALUE, HALF_RANGE);
        } else {
            loadShorts(wave, count, target, (short) 0, 0.0);
        }
    }

    private static void loadFloats(long wave, int count, long target) {
        long from = wave & ADDRESSES;
        long to = target & ADDRESSES;
        int last = (count & COUNTS) - LANES;
        for (int i = 0; i < last; i += LANES) {
            ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, from + 4L * i, LITTLE_ENDIAN)
                            .castShape(DOUBLES, 0))
                    .intoMemorySegment(EVERYTHING, to + 8L * i, LITTLE_ENDIAN);
        }
        ((DoubleVector) FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, from + 4L * last, LITTLE_ENDIAN)
                        .castShape(DOUBLES, 0))
                .intoMemorySegment(EVERYTHING, to + 8L * last, LITTLE_ENDIAN);
    }

    /// Flipping the sign bit takes half the range from an unsigned sample, which is added again: both are exact.
    private static void loadShorts(long wave, int count, long target, short flip, double offset) {
        long from = wave & ADDRESSES;
        long to = target & ADDRESSES;
        int last = (count & COUNTS) - LANES;
        for (int i = 0; i < last; i += LANES) {
            ((DoubleVector) ShortVector.fromMemorySegment(QUARTER_SHORTS, EVERYTHING, from + 2L * i, LITTLE_ENDIAN)
                            .lanewise(XOR, flip)
                            .castShape(DOUBLES, 0))
                    .add(offset)
                    .intoMemorySegment(EVERYTHING, to + 8L * i, LITTLE_ENDIAN);
        }
        ((DoubleVector) ShortVector.fromMemorySegment(QUARTER_SHORTS, EVERYTHING, from + 2L * last, LITTLE_ENDIAN)
                        .lanewise(XOR, flip)
                        .castShape(DOUBLES, 0))
                .add(offset)
                .intoMemorySegment(EVERYTHING, to + 8L * last, LITTLE_ENDIAN);
    }
}
