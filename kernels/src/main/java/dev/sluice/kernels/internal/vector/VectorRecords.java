package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.FragmentPlan;
import dev.sluice.kernels.internal.record.RecordsPlan;
import dev.sluice.kernels.internal.record.ScalarRecords;
import dev.sluice.kernels.internal.wave.RawBaselines;

/// From raw records to records on vectors.
final class VectorRecords implements RecordsPlan.Loop {

    private final RecordsPlan plan;

    private VectorRecords(RecordsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan; null for fragments below a vector. Positive pulses are left to the scalar loop.
    static RecordsPlan.Loop of(RecordsPlan plan) {
        return plan.fragments().samples() >= BaselineSubtraction.LANES ? new VectorRecords(plan) : null;
    }

    @Override
    public long run(long raw, long count, long limit, long records, RawBaselines baselines) {
        FragmentPlan fragments = plan.fragments();
        int samples = fragments.samples();
        int rawStride = fragments.rawStride();
        int stride = fragments.stride();
        boolean wraps = fragments.likeStrax();
        for (long i = 0; i < count; i++) {
            long source = raw + i * rawStride;
            long record = records + i * stride;
            int length = FragmentFields.length(source, samples);
            double mean = RecordsPlan.isFirst(source) ? ScalarRecords.baseline(plan, baselines, source, length) : 0.0;
            double baseline = plan.header(baselines, source, record, mean);
            if (Double.isNaN(baseline)) {
                if (!plan.zeroesOrphans()) {
                    return i;
                }
                baseline = 0.0;
                length = 0;
            }
            int whole = fragments.whole(baseline);
            long sum = whole == (short) whole && fragments.isNegative(source)
                    ? BaselineSubtraction.below(
                            source + FragmentFields.RAW_DATA,
                            record + FragmentFields.DATA,
                            length,
                            samples,
                            (short) whole,
                            wraps)
                    : ScalarRecords.subtract(fragments, source, record, length, whole);
            AddressSpace.int32(record + FragmentFields.AREA, fragments.area(record, sum, length));
        }
        return count;
    }
}
