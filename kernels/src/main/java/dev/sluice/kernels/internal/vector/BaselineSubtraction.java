package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.LAST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.SSUB;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Subtraction of a baseline from contiguous int16 samples; unchecked, stateless, allocates nothing.
///
/// Differences saturate, or wrap where that is asked for.
final class BaselineSubtraction {

    /// Samples per vector; fewer are for scalar code.
    static final int LANES = SHORTS.length();

    private BaselineSubtraction() {}

    /// Subtracts from all samples and returns how many they are; from none where they fill no vector. The last vector
    /// overlaps the one before it, so it is read before that is written: what is written twice is the same.
    static int inPlace(long address, int count, short whole, boolean negative, boolean wraps) {
        if (count < LANES) {
            return 0;
        }
        long base = address & ADDRESSES;
        long last = base + 2L * (count - LANES);
        ShortVector wholes = ShortVector.broadcast(SHORTS, whole);
        ShortVector end = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, last, LITTLE_ENDIAN);
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
            if (wraps) {
                (negative ? wholes.sub(samples) : samples.sub(wholes))
                        .intoMemorySegment(EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
            } else {
                (negative ? wholes.lanewise(SSUB, samples) : samples.lanewise(SSUB, wholes))
                        .intoMemorySegment(EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
            }
        }
        if (wraps) {
            (negative ? wholes.sub(end) : end.sub(wholes)).intoMemorySegment(EVERYTHING, last, LITTLE_ENDIAN);
        } else {
            (negative ? wholes.lanewise(SSUB, end) : end.lanewise(SSUB, wholes))
                    .intoMemorySegment(EVERYTHING, last, LITTLE_ENDIAN);
        }
        return count;
    }

    /// Writes `whole` less each sample of `from` to `to`, zeroes after the first `length`, and returns the sum of what
    /// it wrote, for `count` samples from `LANES` to 32767. The last vector overlaps the one before it, with a mask
    /// over what was summed already.
    static int below(long from, long to, int length, int count, short whole, boolean wraps) {
        long source = from & ADDRESSES;
        long target = to & ADDRESSES;
        ShortVector wholes = ShortVector.broadcast(SHORTS, whole);
        IntVector sum = IntVector.zero(Vectors.INTS);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            long mask = FIRST_MASKS - 2L * Math.clamp(length - i, 0, LANES);
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN);
            ShortVector valid = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, mask, LITTLE_ENDIAN);
            ShortVector below = (wraps ? wholes.sub(samples) : wholes.lanewise(SSUB, samples)).and(valid);
            below.intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
            IntVector pairs = below.reinterpretAsInts();
            sum = pairs.lanewise(ASHR, 16)
                    .add(pairs.lanewise(LSHL, 16).lanewise(ASHR, 16))
                    .add(sum);
        }
        int last = count - LANES;
        long mask = FIRST_MASKS - 2L * Math.clamp(length - last, 0, LANES);
        ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * last, LITTLE_ENDIAN);
        ShortVector valid = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, mask, LITTLE_ENDIAN);
        ShortVector below = (wraps ? wholes.sub(samples) : wholes.lanewise(SSUB, samples)).and(valid);
        below.intoMemorySegment(EVERYTHING, target + 2L * last, LITTLE_ENDIAN);
        ShortVector fresh =
                ShortVector.fromMemorySegment(SHORTS, EVERYTHING, LAST_MASKS + 2L * (count - i), LITTLE_ENDIAN);
        IntVector pairs = below.and(fresh).reinterpretAsInts();
        return pairs.lanewise(ASHR, 16)
                .add(pairs.lanewise(LSHL, 16).lanewise(ASHR, 16))
                .add(sum)
                .reduceLanes(ADD);
    }
}
