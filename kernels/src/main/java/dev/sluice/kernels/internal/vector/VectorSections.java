package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.BYTES;
import static dev.sluice.kernels.internal.vector.Vectors.DOUBLES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarSections;
import dev.sluice.kernels.internal.filter.ScalarWave;
import dev.sluice.kernels.internal.filter.SectionsPlan;
import dev.sluice.kernels.internal.memory.Scratch;
import jdk.incubator.vector.DoubleVector;

/// Second-order sections on vectors: lanes are records, since a sample waits for the one before it.
///
/// Records of one valid length go side by side, as many as a vector has lanes; what does not fit such a block is
/// filtered one record at a time.
final class VectorSections implements FilterLoop {

    private static final int LANES = DOUBLES.length();

    private final SectionsPlan plan;

    VectorSections(SectionsPlan plan) {
        this.plan = plan;
    }

    @Override
    public void run(long records, long count, long results) {
        int stride = plan.filtering().waveforms().stride();
        int resultStride = plan.filtering().resultStride();
        long scratch = Scratch.address(plan.scratchBytes(LANES));
        long i = 0;
        while (i < count) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            int valid = i + LANES <= count ? commonLength(record) : 0;
            if (valid > 0) {
                filterBlock(record, valid, result, scratch);
                i += LANES;
            } else {
                ScalarSections.filter(plan, record, result, scratch);
                i++;
            }
        }
    }

    /// The valid length of the next records if all have as many samples; else 0.
    private int commonLength(long record) {
        RawFiltering filtering = plan.filtering();
        int valid = filtering.validLength(record);
        boolean same = true;
        for (int lane = 1; lane < LANES; lane++) {
            same &= filtering.validLength(
                            record + lane * (long) filtering.waveforms().stride())
                    == valid;
        }
        return same ? valid : 0;
    }

    private void filterBlock(long record, int valid, long result, long scratch) {
        RawFiltering filtering = plan.filtering();
        int padding = plan.padding(valid);
        long first = scratch + BYTES;
        long samples = first + (long) BYTES * padding;
        for (int lane = 0; lane < LANES; lane++) {
            long wave =
                    filtering.wave(record + lane * (long) filtering.waveforms().stride());
            long column = samples + Double.BYTES * lane;
            ScalarWave.load(filtering.waveforms(), wave, valid, column, BYTES);
            plan.surround(column, valid, BYTES);
        }
        int length = valid + 2 * padding;
        pass(scratch, first, length, BYTES);
        pass(scratch, first + (length - 1L) * BYTES, length, -BYTES);
        for (int lane = 0; lane < LANES; lane++) {
            long column = samples + Double.BYTES * lane;
            plan.store(column, valid, BYTES, result + lane * (long) filtering.resultStride());
        }
    }

    /// All sections over `count` vectors from address `first` on, in place.
    private void pass(long scratch, long first, int count, long step) {
        DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, first & ADDRESSES, LITTLE_ENDIAN)
                .intoMemorySegment(EVERYTHING, scratch & ADDRESSES, LITTLE_ENDIAN);
        for (int i = 0; i < plan.states().length / 2; i += 2) {
            twoSections(i, scratch, first, count, step);
        }
    }

    /// Two sections at once: one alone would wait for its own results most of the time.
    private void twoSections(int number, long level, long first, int count, long step) {
        double[] c = plan.coefficients();
        double[] states = plan.states();
        int at = SectionsPlan.NUMBERS * number;
        DoubleVector b0 = DoubleVector.broadcast(DOUBLES, c[at]);
        DoubleVector b1 = DoubleVector.broadcast(DOUBLES, c[at + 1]);
        DoubleVector b2 = DoubleVector.broadcast(DOUBLES, c[at + 2]);
        DoubleVector minusA1 = DoubleVector.broadcast(DOUBLES, c[at + 3]);
        DoubleVector minusA2 = DoubleVector.broadcast(DOUBLES, c[at + 4]);
        DoubleVector nextB0 = DoubleVector.broadcast(DOUBLES, c[at + 5]);
        DoubleVector nextB1 = DoubleVector.broadcast(DOUBLES, c[at + 6]);
        DoubleVector nextB2 = DoubleVector.broadcast(DOUBLES, c[at + 7]);
        DoubleVector nextMinusA1 = DoubleVector.broadcast(DOUBLES, c[at + 8]);
        DoubleVector nextMinusA2 = DoubleVector.broadcast(DOUBLES, c[at + 9]);
        DoubleVector levels = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, level & ADDRESSES, LITTLE_ENDIAN);
        DoubleVector z1 = levels.mul(states[2 * number]);
        DoubleVector z2 = levels.mul(states[2 * number + 1]);
        DoubleVector nextZ1 = levels.mul(states[2 * number + 2]);
        DoubleVector nextZ2 = levels.mul(states[2 * number + 3]);
        for (int i = 0; i < count; i++) {
            long sample = (first + step * i) & ADDRESSES;
            DoubleVector x = DoubleVector.fromMemorySegment(DOUBLES, EVERYTHING, sample, LITTLE_ENDIAN);
            DoubleVector y = x.fma(b0, z1);
            z1 = y.fma(minusA1, x.fma(b1, z2));
            z2 = y.fma(minusA2, x.mul(b2));
            DoubleVector nextY = y.fma(nextB0, nextZ1);
            nextZ1 = nextY.fma(nextMinusA1, y.fma(nextB1, nextZ2));
            nextZ2 = nextY.fma(nextMinusA2, y.mul(nextB2));
            nextY.intoMemorySegment(EVERYTHING, sample, LITTLE_ENDIAN);
        }
    }
}
