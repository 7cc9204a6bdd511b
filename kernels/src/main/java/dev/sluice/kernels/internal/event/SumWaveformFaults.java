package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// What must hold between peaks, hits and records before anything is summed; unchecked, stateless, safe from any
/// thread.
final class SumWaveformFaults {

    private SumWaveformFaults() {}

    /// `FINE`, the index of the first hit that cannot be, or -2 minus that of the first such peak.
    static long find(
            SumWaveformPlan plan,
            long peaks,
            long peakCount,
            long hits,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next) {
        long fault = ofPeaks(plan, peaks, peakCount);
        if (fault != SumWaveformPlan.Loop.FINE) {
            return fault;
        }
        int dt = peakCount == 0 ? 1 : AddressSpace.int32(peaks + RawPeaks.DT);
        long before = Long.MIN_VALUE;
        for (long i = 0; i < hitCount && peakCount > 0; i++) {
            long hit = hits + i * StraxHit.BYTES;
            int channel = AddressSpace.int16(hit + StraxHit.CHANNEL);
            long time = AddressSpace.int64(hit + StraxHit.TIME);
            int length = AddressSpace.int32(hit + StraxHit.LENGTH);
            long record = AddressSpace.int32(hit + StraxHit.RECORD);
            boolean fine = time >= before
                    && AddressSpace.int16(hit + StraxHit.DT) == dt
                    && length >= 0
                    && !passesInt64(time, length, dt)
                    && channel >= 0
                    && channel < plan.peaks().channels()
                    && isRecord(plan, records, recordCount, record, dt)
                    && isNeighbour(plan, records, recordCount, plan.link(previous, record), dt)
                    && isNeighbour(plan, records, recordCount, plan.link(next, record), dt);
            if (!fine) {
                return i;
            }
            before = time;
        }
        return SumWaveformPlan.Loop.FINE;
    }

    /// `FINE`, or -2 minus the index of the first peak that cannot be.
    static long ofPeaks(SumWaveformPlan plan, long peaks, long peakCount) {
        int dt = peakCount == 0 ? 1 : AddressSpace.int32(peaks + RawPeaks.DT);
        long before = Long.MIN_VALUE;
        for (long i = 0; i < peakCount; i++) {
            long peak = peaks + i * plan.peaks().stride();
            int length = AddressSpace.int32(peak + RawPeaks.LENGTH);
            long time = AddressSpace.int64(peak + RawPeaks.TIME);
            if (dt <= 0
                    || AddressSpace.int32(peak + RawPeaks.DT) != dt
                    || time < before
                    || length < 0
                    || length > plan.longest()
                    || passesInt64(time, length, dt)) {
                return -2 - i;
            }
            before = time;
        }
        return SumWaveformPlan.Loop.FINE;
    }

    /// An end that wraps would let a hit seem to have more samples than its peak.
    private static boolean passesInt64(long time, int length, int dt) {
        return time > Long.MAX_VALUE - (long) length * dt;
    }

    private static boolean isNeighbour(SumWaveformPlan plan, long records, long count, long record, int dt) {
        return record == -1 || isRecord(plan, records, count, record, dt);
    }

    private static boolean isRecord(SumWaveformPlan plan, long records, long count, long record, int dt) {
        if (record < 0 || record >= count) {
            return false;
        }
        long address = records + record * StraxRecord.bytes(plan.samples());
        int length = AddressSpace.int32(address + StraxRecord.LENGTH);
        return AddressSpace.int16(address + StraxRecord.DT) == dt && length >= 0 && length <= plan.samples();
    }
}
