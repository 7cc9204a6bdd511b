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
    public void run(long records, int count, int[] previous, int[] next, long[] last, long[] expected, long base) {
        for (int i = 0; i < count; i++) {
            int before = before(records + (long) i * stride, base + i, last, expected, base);
            previous[i] = before;
            next[i] = NONE;
            if (before >= 0) {
                next[before] = i;
            }
        }
    }

    @Override
    public void write(
            long records, int count, long previous, long next, boolean wide, long[] last, long[] expected, long base) {
        for (int i = 0; i < count; i++) {
            int before = before(records + (long) i * stride, base + i, last, expected, base);
            if (wide) {
                AddressSpace.int64(previous + 8L * i, before);
                AddressSpace.int64(next + 8L * i, NONE);
            } else {
                AddressSpace.int32(previous + 4L * i, before);
                AddressSpace.int32(next + 4L * i, NONE);
            }
            if (before >= 0 && wide) {
                AddressSpace.int64(next + 8L * before, i);
            } else if (before >= 0) {
                AddressSpace.int32(next + 4L * before, i);
            }
        }
    }

    /// The fragment before the record of that number, or `NONE`; the record becomes the last one of its channel.
    private int before(long record, long number, long[] last, long[] expected, long base) {
        long time = AddressSpace.int64(record + FragmentFields.TIME);
        int channel = AddressSpace.int16(record + FragmentFields.CHANNEL) & 0xFFFF;
        long known = last[channel];
        boolean goesOn =
                known >= base && time == expected[channel] && AddressSpace.int16(record + FragmentFields.RECORD_I) != 0;
        last[channel] = number;
        expected[channel] = time + (long) samples * AddressSpace.int16(record + FragmentFields.DT);
        return goesOn ? (int) (known - base) : NONE;
    }
}
