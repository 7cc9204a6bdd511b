package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.COUNTS;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static dev.sluice.kernels.internal.vector.Vectors.HALF_FLOATS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarFir;
import dev.sluice.kernels.internal.memory.Scratch;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// Filters with a finite impulse response on vectors: lanes are samples.
final class VectorFir implements FilterLoop {

    private static final int LANES = DOUBLES.length();

    /// Vectors of sums that are formed together: as many as an addition takes cycles, so that none waits for another.
    private static final int TOGETHER = 4 * LANES;

    private final FirPlan plan;

    VectorFir(FirPlan plan) {
        this.plan = plan;
    }

    @Override
    public void run(long records, long count, long results) {
        RawFiltering filtering = plan.filtering();
        int stride = filtering.waveforms().stride();
        int resultStride = filtering.resultStride();
        long scratch = Scratch.address(plan.scratchBytes());
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            int valid = filtering.validLength(record);
            if (valid > 0) {
                VectorWave.load(filtering.waveforms(), filtering.wave(record), valid, plan.samples(scratch));
                plan.surround(scratch, valid);
                convolve(scratch, valid, plan.taps(), plan.scale(), filtering.result(result));
                if (filtering.waveforms().isFloat()) {
                    VectorResults.canonical(filtering.result(result), valid);
                }
            }
            plan.finish(scratch, result, valid);
        }
    }

    /// As `ScalarFir.convolve`.
    static void convolve(long padded, int count, double[] taps, double scale, long result) {
        if (count < LANES) {
            ScalarFir.convolve(padded, count, taps, scale, result);
            return;
        }
        int together = count - count % TOGETHER;
        convolveTogether(padded, together, taps, scale, result);
        convolveRest(padded, together, count, taps, scale, result);
    }

    private static void convolveTogether(long padded, int count, double[] taps, double scale, long result) {
        long base = padded & ADDRESSES;
        long target = result & ADDRESSES;
        int end = count & COUNTS;
        DoubleVector zero = DoubleVector.zero(DOUBLES);
        DoubleVector scales = DoubleVector.broadcast(DOUBLES, scale);
        for (int i = 0; i < end; i += TOGETHER) {
            long from = base + 8L * i;
            DoubleVector sum0 = zero;
            DoubleVector sum1 = zero;
            DoubleVector sum2 = zero;
            DoubleVector sum3 = zero;
            for (int j = 0; j < taps.length; j++) {
                long at = from + 8L * j;
                DoubleVector tap = DoubleVector.broadcast(DOUBLES, taps[j]);
                sum0 = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, at, LITTLE_ENDIAN)
                        .fma(tap, sum0);
                sum1 = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, at + 8L * LANES, LITTLE_ENDIAN)
                        .fma(tap, sum1);
                sum2 = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, at + 16L * LANES, LITTLE_ENDIAN)
                        .fma(tap, sum2);
                sum3 = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, at + 24L * LANES, LITTLE_ENDIAN)
                        .fma(tap, sum3);
            }
            long to = target + 4L * i;
            ((FloatVector) scales.mul(sum0).castShape(HALF_FLOATS, 0)).intoMemorySegment(EVERYTHING, to, LITTLE_ENDIAN);
            ((FloatVector) scales.mul(sum1).castShape(HALF_FLOATS, 0))
                    .intoMemorySegment(EVERYTHING, to + 4L * LANES, LITTLE_ENDIAN);
            ((FloatVector) scales.mul(sum2).castShape(HALF_FLOATS, 0))
                    .intoMemorySegment(EVERYTHING, to + 8L * LANES, LITTLE_ENDIAN);
            ((FloatVector) scales.mul(sum3).castShape(HALF_FLOATS, 0))
                    .intoMemorySegment(EVERYTHING, to + 12L * LANES, LITTLE_ENDIAN);
        }
    }

    /// One vector at a time; the last overlaps the one before it.
    private static void convolveRest(long padded, int from, int count, double[] taps, double scale, long result) {
        long base = padded & ADDRESSES;
        long target = result & ADDRESSES;
        int end = count & COUNTS;
        DoubleVector zero = DoubleVector.zero(DOUBLES);
        DoubleVector scales = DoubleVector.broadcast(DOUBLES, scale);
        for (int i = from & COUNTS; i < end; i += LANES) {
            int first = Math.min(i, end - LANES);
            DoubleVector sum = zero;
            for (int j = 0; j < taps.length; j++) {
                long at = base + 8L * first + 8L * j;
                sum = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, at, LITTLE_ENDIAN)
                        .fma(DoubleVector.broadcast(DOUBLES, taps[j]), sum);
            }
            ((FloatVector) scales.mul(sum).castShape(HALF_FLOATS, 0))
                    .intoMemorySegment(EVERYTHING, target + 4L * first, LITTLE_ENDIAN);
        }
    }
}
