package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.Scratch;

/// Filters with a finite impulse response, one sample at a time; immutable, safe from any thread.
public final class ScalarFir implements FilterLoop {

    private final FirPlan plan;

    private ScalarFir(FirPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FilterLoop of(FirPlan plan) {
        return new ScalarFir(plan);
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
                ScalarWave.load(filtering.waveforms(), filtering.wave(record), valid, plan.samples(scratch));
                plan.surround(scratch, valid);
                convolve(scratch, valid, plan.taps(), plan.scale(), filtering.result(result));
            }
            plan.finish(scratch, result, valid);
        }
    }

    /// Writes `count` weighted sums of doubles from address `padded` on as floats from address `result` on.
    public static void convolve(long padded, int count, double[] taps, double scale, long result) {
        for (long i = 0; i < count; i++) {
            long from = padded + Double.BYTES * i;
            double sum = 0.0;
            for (int j = 0; j < taps.length; j++) {
                sum = Math.fma(AddressSpace.float64(from + Double.BYTES * (long) j), taps[j], sum);
            }
            AddressSpace.float32(result + Float.BYTES * i, Floats.canonical((float) (sum * scale)));
        }
    }
}
