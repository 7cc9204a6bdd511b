package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;

/// The checked numbers of cutting the baseline off pulses, and what stays of a record.
///
/// Immutable, safe from any thread.
///
/// @param samples samples that a record has room for
/// @param before  samples cut off at the start of a pulse
/// @param after   samples cut off at the end of a pulse
public record CutBaselinePlan(int samples, int before, int after) implements LoopPlan<CutBaselinePlan.Loop> {
    /// The unchecked inner loop of `CutBaselineKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Copies `count` records to address `target` without the baseline around pulses. Allocates nothing.
        void run(long records, long count, long target);
    }

    /// What `reduction_level` becomes: the baseline around pulses is cut off.
    public static final byte BASELINE_CUT = 1;

    /// Bytes from one record to the next.
    public int stride() {
        return FragmentFields.DATA + Short.BYTES * samples;
    }

    /// The first sample of the record at this address that stays; `samples` if none does.
    public int from(long record) {
        return Math.clamp(before - passed(record), 0, samples);
    }

    /// After the last sample that stays of the record at this address, from `from` on.
    public int to(long record, int from) {
        long end = (long) AddressSpace.int32(record + FragmentFields.PULSE_LENGTH) - after;
        return Math.clamp(end - passed(record), from, samples);
    }

    /// Samples of the pulse in the fragments in front of this record.
    private long passed(long record) {
        return (long) samples * AddressSpace.int16(record + FragmentFields.RECORD_I);
    }
}
