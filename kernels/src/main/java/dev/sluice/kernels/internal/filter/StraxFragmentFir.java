package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Scratch;
import dev.sluice.kernels.internal.wave.RawWaveforms;

/// strax' filter over pulses in fragments, one sample at a time; immutable, safe from any thread.
///
/// A result is up to three sums: over the record itself, over the end of the fragment before, and over the start of
/// the fragment after. Each sum is rounded to float32, and they are added in float32.
public final class StraxFragmentFir implements FragmentFirPlan.Loop {

    private static final float BEYOND_INT32 = 0x1p31f;

    private final StraxFirPlan plan;
    private final RawFiltering filtering;
    private final int samples;
    private final int symmetry;

    private StraxFragmentFir(StraxFirPlan plan) {
        this.plan = plan;
        this.filtering = plan.filtering();
        this.samples = filtering.waveforms().samples();
        this.symmetry = plan.symmetry();
    }

    /// The loop of this plan.
    public static FragmentFirPlan.Loop of(StraxFirPlan plan) {
        return new StraxFragmentFir(plan);
    }

    @Override
    public void run(long records, int count, int[] previous, int[] next, long results) {
        int stride = filtering.waveforms().stride();
        int left = plan.left();
        int right = plan.right();
        long scratch = Scratch.address(plan.scratchBytes());
        for (int i = 0; i < count; i++) {
            long result = filtering.result(results + (long) i * filtering.resultStride());
            load(records + (long) i * stride, 0, samples, left, scratch);
            for (int k = 0; k < samples; k++) {
                store(result, k, sum(scratch, k));
            }
            if (previous[i] >= 0) {
                load(records + (long) previous[i] * stride, samples - left, left, 0, scratch);
                add(scratch, result, 0, left);
            }
            if (next[i] >= 0) {
                load(records + (long) next[i] * stride, 0, right, left + samples, scratch);
                add(scratch, result, samples - right, samples);
            }
            for (int k = 0; k < samples; k++) {
                store(result, k, whole(load(result, k)));
            }
        }
    }

    /// Writes `count` samples of the record from number `from` on to place `at` of scratch memory, and zeros elsewhere.
    private void load(long record, int from, int count, int at, long scratch) {
        RawWaveforms waveforms = filtering.waveforms();
        int bytes = waveforms.isFloat() ? Float.BYTES : Short.BYTES;
        long target = scratch + Double.BYTES * (long) at;
        AddressSpace.clear(scratch, plan.scratchBytes());
        ScalarWave.load(waveforms, filtering.wave(record) + (long) from * bytes, count, target);
        float baseline = (float) waveforms.baseline().readDouble(record);
        float fraction = (float) (baseline - Math.floor(baseline));
        for (long i = 0; i < count; i++) {
            long sample = target + Double.BYTES * i;
            AddressSpace.float64(sample, (float) AddressSpace.float64(sample) + fraction);
        }
    }

    private void add(long scratch, long result, int from, int to) {
        for (int k = from; k < to; k++) {
            store(result, k, load(result, k) + sum(scratch, k));
        }
    }

    /// The sum for sample `k`, in the order of `scipy.ndimage.convolve1d`.
    private float sum(long scratch, int k) {
        double[] weights = plan.weights();
        long window = scratch + Double.BYTES * (long) k;
        int last = weights.length - 1;
        if (symmetry == 0) {
            double sum = sample(window, last) * weights[last];
            for (int j = 0; j < last; j++) {
                sum += sample(window, j) * weights[j];
            }
            return (float) sum;
        }
        int middle = last / 2;
        double sum = sample(window, middle) * weights[middle];
        for (int j = 0; j < middle; j++) {
            sum += (sample(window, j) + symmetry * sample(window, last - j)) * weights[j];
        }
        return (float) sum;
    }

    private static double sample(long window, int number) {
        return AddressSpace.float64(window + Double.BYTES * (long) number);
    }

    /// Cut toward zero; beyond int16 the lower 16 bits, and 0 beyond int32, as numpy on x86 has it.
    private static short whole(float value) {
        return Math.abs(value) < BEYOND_INT32 ? (short) (int) value : 0;
    }

    private static float load(long result, int k) {
        return AddressSpace.float32(result + Float.BYTES * (long) k);
    }

    private static void store(long result, int k, float value) {
        AddressSpace.float32(result + Float.BYTES * (long) k, value);
    }
}
