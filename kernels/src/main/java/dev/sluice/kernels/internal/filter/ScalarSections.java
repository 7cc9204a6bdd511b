package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Scratch;

/// Second-order sections forwards and backwards, one record at a time; immutable, safe from any thread.
public final class ScalarSections implements FilterLoop {

    private final SectionsPlan plan;

    private ScalarSections(SectionsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FilterLoop of(SectionsPlan plan) {
        return new ScalarSections(plan);
    }

    @Override
    public void run(long records, long count, long results) {
        int stride = plan.filtering().waveforms().stride();
        int resultStride = plan.filtering().resultStride();
        long scratch = Scratch.address(plan.scratchBytes(1));
        for (long i = 0; i < count; i++) {
            filter(plan, records + i * stride, results + i * resultStride, scratch);
        }
    }

    /// Filters one record by scratch memory of `plan.scratchBytes(1)` bytes.
    public static void filter(SectionsPlan plan, long record, long result, long scratch) {
        RawFiltering filtering = plan.filtering();
        int valid = filtering.validLength(record);
        if (valid == 0) {
            filtering.clearPadding(result, 0);
            return;
        }
        int padding = plan.padding(valid);
        long first = scratch + Double.BYTES;
        long samples = first + Double.BYTES * (long) padding;
        ScalarWave.load(filtering.waveforms(), filtering.wave(record), valid, samples);
        plan.surround(samples, valid, Double.BYTES);
        int length = valid + 2 * padding;
        pass(plan, first, length, Double.BYTES);
        pass(plan, first + Double.BYTES * (length - 1L), length, -Double.BYTES);
        plan.store(samples, valid, Double.BYTES, result);
    }

    /// All sections over `count` doubles from address `first` on, `step` bytes from one to the next, in place.
    private static void pass(SectionsPlan plan, long first, int count, long step) {
        double level = AddressSpace.float64(first);
        for (int i = 0; i < plan.states().length / 2; i++) {
            section(plan, i, level, first, count, step);
        }
    }

    private static void section(SectionsPlan plan, int number, double level, long first, int count, long step) {
        double[] coefficients = plan.coefficients();
        int at = SectionsPlan.NUMBERS * number;
        double b0 = coefficients[at];
        double b1 = coefficients[at + 1];
        double b2 = coefficients[at + 2];
        double minusA1 = coefficients[at + 3];
        double minusA2 = coefficients[at + 4];
        double z1 = plan.states()[2 * number] * level;
        double z2 = plan.states()[2 * number + 1] * level;
        for (long i = 0; i < count; i++) {
            double x = AddressSpace.float64(first + step * i);
            double y = Math.fma(x, b0, z1);
            z1 = Math.fma(y, minusA1, Math.fma(x, b1, z2));
            z2 = Math.fma(y, minusA2, x * b2);
            AddressSpace.float64(first + step * i, y);
        }
    }
}
