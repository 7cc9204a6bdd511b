package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Links of fragments, one record at a time; immutable, safe from any thread.
public final class ScalarRecordLinks implements RecordLinksPlan.Loop {

    private static final int NONE = -1;

    private final int samples;
    private final int stride;

    private ScalarRecordLinks(RecordLinksPlan plan) {
        this.samples = plan.samples();
        this.stride = FragmentFields.DATA + Short.BYTES * plan.samples();
    }

    /// The loop of this plan.
    public static RecordLinksPlan.Loop of(RecordLinksPlan plan) {
        return new ScalarRecordLinks(plan);
    }

    @Override
    public void run(long records, int count, int[] previous, int[] next, int[] last, long[] expected) {
        for (int i = 0; i < count; i++) {
            last[AddressSpace.int16(records + (long) i * stride + FragmentFields.CHANNEL) & 0xFFFF] = NONE;
        }
        for (int i = 0; i < count; i++) {
            long record = records + (long) i * stride;
            long time = AddressSpace.int64(record + FragmentFields.TIME);
            int channel = AddressSpace.int16(record + FragmentFields.CHANNEL) & 0xFFFF;
            int before = last[channel];
            boolean goesOn = before != NONE
                    && time == expected[channel]
                    && AddressSpace.int16(record + FragmentFields.RECORD_I) != 0;
            previous[i] = goesOn ? before : NONE;
            next[i] = NONE;
            if (goesOn) {
                next[before] = i;
            }
            last[channel] = i;
            expected[channel] = time + (long) samples * AddressSpace.int16(record + FragmentFields.DT);
        }
    }
}
