package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_FLOATS;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.S2F;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.sluice.kernels.internal.event.NumberedSum;
import dev.sluice.kernels.internal.event.NumberedSumPlan;
import dev.sluice.kernels.internal.event.SampleSums;
import dev.sluice.kernels.internal.event.ScalarSampleSums;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The samples of hits on vectors: those that fill one at least, as most hits are of a few samples.
///
/// Samples are summed in float64 in any order where no order rounds: where all are multiples of one number, and their
/// sum is not beyond 2^53 of it.
final class VectorSampleSums implements SampleSums {

    private static final int LANES = DOUBLES.length();
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, LANES * Short.SIZE)));

    /// A sample and its fraction are at most so much.
    private static final double MOST = 1 + Short.MAX_VALUE + 1;

    /// What a sum may be of the least of its summands: 53 bits, less the 24 of that, and less one for what is rounded.
    private static final double RANGE = 1L << 53 - 24 - 1;

    private VectorSampleSums() {}

    /// The loop of this plan; null where sums are rounded to float32, or vectors have too few lanes.
    static NumberedSumPlan.Loop of(NumberedSumPlan plan) {
        return plan.sum().strax() || LANES < 4 ? null : new NumberedSum(plan, new VectorSampleSums());
    }

    @Override
    public boolean reach(long samples, int count, int bound, long limit) {
        if (count < LANES) {
            return ScalarSampleSums.reach(samples, count, bound);
        }
        short least = (short) Math.max(Short.MIN_VALUE, bound);
        long over = 0;
        for (int i = 0; i < count; i += Crossings.BLOCK) {
            over |= Crossings.of16(samples + 2L * i, Math.min(Crossings.BLOCK, count - i), (short) 0, least, limit);
        }
        return over != 0;
    }

    @Override
    public double add(long samples, int count, double fraction, double gain, long target, long top, long limit) {
        return count < LANES || samples + 2L * (count + LANES) > limit || !isExact(count, fraction, gain)
                ? ScalarSampleSums.addDouble(samples, count, fraction, gain, target, top)
                : addVectors(samples, count, (float) fraction, gain, target, top);
    }

    /// Whether the sum of samples is the same in any order, and so is that of a sample and `fraction` in float32 and in
    /// float64. The least of those that are not 0 is as far from an integer as `fraction` is.
    private static boolean isExact(int count, double fraction, double gain) {
        double away = Math.abs(fraction);
        double least = away == 0 ? 1 : Math.min(away, 1 - away);
        return (float) fraction == fraction
                && count * MOST <= RANGE * least
                && MOST * Math.abs(gain) <= Float.MAX_VALUE;
    }

    /// Adds whole vectors; what is beyond the samples in the last one stays as it is, to the bit.
    private static double addVectors(long from, int count, float fraction, double gain, long to, long toTop) {
        long samples = from & ADDRESSES;
        long target = to & ADDRESSES;
        long top = toTop & ADDRESSES;
        FloatVector fractions = FloatVector.broadcast(HALF_FLOATS, fraction);
        DoubleVector gains = DoubleVector.broadcast(DOUBLES, gain);
        DoubleVector sum = DoubleVector.zero(DOUBLES);
        for (int i = 0; i < count; i += LANES) {
            long first = FIRST_MASKS - 4L * Math.min(LANES, count - i);
            IntVector mask = IntVector.fromMemorySegment(HALF_INTS, EVERYTHING, first, LITTLE_ENDIAN);
            FloatVector counts =
                    (FloatVector) ShortVector.fromMemorySegment(SHORTS, EVERYTHING, samples + 2L * i, LITTLE_ENDIAN)
                            .convertShape(S2F, HALF_FLOATS, 0);
            DoubleVector wide = (DoubleVector) counts.add(fractions).convertShape(F2D, DOUBLES, 0);
            FloatVector values = ((FloatVector) wide.mul(gains).convertShape(D2F, HALF_FLOATS, 0))
                    .reinterpretAsInts()
                    .and(mask)
                    .reinterpretAsFloats();
            // The sum is what is added: as the receiver, its class is not known to the JIT, which then boxes vectors.
            sum = ((DoubleVector) values.castShape(DOUBLES, 0)).add(sum);
            FloatVector former = FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, target + 4L * i, LITTLE_ENDIAN);
            IntVector bits = former.reinterpretAsInts();
            bits.lanewise(
                            XOR,
                            former.add(values)
                                    .reinterpretAsInts()
                                    .lanewise(XOR, bits)
                                    .and(mask))
                    .intoMemorySegment(EVERYTHING, target + 4L * i, LITTLE_ENDIAN);
            if (top != 0) {
                FloatVector ofTop = FloatVector.fromMemorySegment(HALF_FLOATS, EVERYTHING, top + 4L * i, LITTLE_ENDIAN);
                IntVector topBits = ofTop.reinterpretAsInts();
                topBits.lanewise(
                                XOR,
                                ofTop.add(values)
                                        .reinterpretAsInts()
                                        .lanewise(XOR, topBits)
                                        .and(mask))
                        .intoMemorySegment(EVERYTHING, top + 4L * i, LITTLE_ENDIAN);
            }
        }
        return sum.reduceLanes(ADD);
    }
}
