package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.RawBaselines;

/// From raw records to records, one sample at a time; immutable, safe from any thread.
public final class ScalarRecords implements RecordsPlan.Loop {

    private final RecordsPlan plan;

    private ScalarRecords(RecordsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static RecordsPlan.Loop of(RecordsPlan plan) {
        return new ScalarRecords(plan);
    }

    @Override
    public long run(long raw, long count, long limit, long records, RawBaselines baselines) {
        FragmentPlan fragments = plan.fragments();
        for (long i = 0; i < count; i++) {
            long source = raw + i * fragments.rawStride();
            long record = records + i * fragments.stride();
            int length = FragmentFields.length(source, fragments.samples());
            double mean = RecordsPlan.isFirst(source) ? baseline(plan, baselines, source, length) : 0.0;
            double baseline = plan.header(baselines, source, record, mean);
            if (Double.isNaN(baseline)) {
                if (!plan.zeroesOrphans()) {
                    return i;
                }
                baseline = 0.0;
                length = 0;
            }
            long sum = subtract(fragments, source, record, length, fragments.whole(baseline));
            AddressSpace.int32(record + FragmentFields.AREA, fragments.area(record, sum, length));
        }
        return count;
    }

    /// Averages the start of a first fragment and notes what comes out; returns the mean.
    public static double baseline(RecordsPlan plan, RawBaselines baselines, long source, int length) {
        int window = plan.window(length);
        long data = source + FragmentFields.RAW_DATA;
        long sum = 0;
        long squares = 0;
        for (int k = 0; k < Math.min(window, length); k++) {
            int sample = AddressSpace.int16(data + 2L * k);
            sum += sample;
            squares += (long) sample * sample;
        }
        return plan.note(baselines, source, length, sum, squares, window);
    }

    /// Writes the samples less the baseline, zero after the length, and returns their sum.
    public static long subtract(FragmentPlan fragments, long source, long record, int length, int whole) {
        long sum = 0;
        boolean negative = fragments.isNegative(source);
        for (int k = 0; k < fragments.samples(); k++) {
            short sample = AddressSpace.int16(source + FragmentFields.RAW_DATA + 2L * k);
            short value = k < length ? fragments.subtracted(sample, whole, negative) : 0;
            AddressSpace.int16(record + FragmentFields.DATA + 2L * k, value);
            sum += value;
        }
        return sum;
    }
}
