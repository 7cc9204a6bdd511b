package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Whether every hit lies in the record of its number; unchecked, stateless, safe from any thread.
final class NumberedHitFaults {

    private NumberedHitFaults() {}

    /// Whether hits are in order, of a channel and of this `dt`, and each lies in the record of its number, which is
    /// the first of its channel and time.
    static boolean areNone(
            SumWaveformPlan plan, int dt, long hits, long hitCount, long records, long recordCount, long number) {
        int samples = plan.samples();
        int channels = plan.peaks().channels();
        int stride = StraxRecord.bytes(samples);
        long before = Long.MIN_VALUE;
        for (long i = 0; i < hitCount; i++) {
            long hit = hits + i * StraxHit.BYTES;
            long time = AddressSpace.int64(hit + StraxHit.TIME);
            // Length, dt and channel are one word, of hits and of records.
            long own = AddressSpace.int64(hit + StraxHit.LENGTH);
            int length = (int) own;
            int channel = (int) (own >> 48);
            int left = AddressSpace.int16(hit + StraxHit.LEFT);
            long index = AddressSpace.int32(hit + StraxHit.RECORD) - number;
            if (time < before
                    || (short) (own >> 32) != dt
                    || channel < 0
                    || channel >= channels
                    || length < 0
                    || time > Long.MAX_VALUE - (long) length * dt
                    || left < 0
                    || (long) left + length > samples
                    || index < 0
                    || index >= recordCount) {
                return false;
            }
            long record = records + index * stride;
            long of = AddressSpace.int64(record + StraxRecord.LENGTH);
            long start = AddressSpace.int64(record + StraxRecord.TIME);
            boolean its = start + (long) left * dt == time
                    && start <= time
                    && own >>> 32 == of >>> 32
                    && (int) of >= 0
                    && (int) of <= samples
                    && !(index > 0 && isOf(record - stride, start, channel));
            if (!its) {
                return false;
            }
            before = time;
        }
        return true;
    }

    private static boolean isOf(long record, long start, int channel) {
        return AddressSpace.int64(record + StraxRecord.TIME) == start
                && AddressSpace.int16(record + StraxRecord.CHANNEL) == channel;
    }
}
