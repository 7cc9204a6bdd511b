package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.SSUB;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.feature.BaselinePlan;
import dev.sluice.kernels.internal.feature.ScalarSubtraction;
import jdk.incubator.vector.ShortVector;

/// 16-bit samples less their pedestal; unchecked, stateless, allocates nothing.
///
/// Samples and pedestal of unsigned waveforms are moved down by 32768 each, which the difference does not see.
final class Subtraction16 {

    private static final int LANES = SHORTS.length();

    private Subtraction16() {}

    /// Writes all samples of a record: the first `valid` less the pedestal, or the reverse, and the padding.
    static void run(BaselinePlan plan, long record, long result, int pedestal, int valid) {
        short flip = plan.waveforms().isUnsigned() ? Short.MIN_VALUE : 0;
        int moved = pedestal + flip;
        if (valid < LANES || moved != (short) moved) {
            ScalarSubtraction.subtract16(plan, record, result, pedestal, valid);
        } else {
            long from = plan.wave().address(record);
            long to = result + plan.samplesResult();
            if (plan.strax()) {
                wrap(from, to, valid, (short) moved, plan.flip());
            } else if (plan.flip()) {
                saturateFlipped(from, to, valid, (short) moved, flip);
            } else {
                saturate(from, to, valid, (short) moved, flip);
            }
        }
        if (valid < plan.waveforms().samples()) {
            plan.pad(record, result, valid);
        }
    }

    /// The last vector overlaps the one before it, so it is read before that is written: samples may be in place.
    private static void saturateFlipped(long from, long to, int count, short pedestal, short sign) {
        long source = from & ADDRESSES;
        long target = to & ADDRESSES;
        ShortVector pedestals = ShortVector.broadcast(SHORTS, pedestal);
        long last = 2L * (count - LANES);
        ShortVector end = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + last, LITTLE_ENDIAN)
                .lanewise(XOR, sign);
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, sign);
            pedestals.lanewise(SSUB, samples).intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
        }
        pedestals.lanewise(SSUB, end).intoMemorySegment(EVERYTHING, target + last, LITTLE_ENDIAN);
    }

    private static void saturate(long from, long to, int count, short pedestal, short sign) {
        long source = from & ADDRESSES;
        long target = to & ADDRESSES;
        ShortVector pedestals = ShortVector.broadcast(SHORTS, pedestal);
        long last = 2L * (count - LANES);
        ShortVector end = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + last, LITTLE_ENDIAN);
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN)
                    .lanewise(XOR, sign)
                    .lanewise(SSUB, pedestals)
                    .intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
        }
        end.lanewise(XOR, sign).lanewise(SSUB, pedestals).intoMemorySegment(EVERYTHING, target + last, LITTLE_ENDIAN);
    }

    /// Modulo 2^16, as strax: negation is exclusive-or with -1, less -1.
    private static void wrap(long from, long to, int count, short pedestal, boolean flipped) {
        long source = from & ADDRESSES;
        long target = to & ADDRESSES;
        short negation = (short) (flipped ? -1 : 0);
        ShortVector pedestals = ShortVector.broadcast(SHORTS, pedestal);
        long last = 2L * (count - LANES);
        ShortVector end = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + last, LITTLE_ENDIAN);
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN)
                    .sub(pedestals)
                    .lanewise(XOR, negation)
                    .sub(negation)
                    .intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
        }
        end.sub(pedestals)
                .lanewise(XOR, negation)
                .sub(negation)
                .intoMemorySegment(EVERYTHING, target + last, LITTLE_ENDIAN);
    }
}
