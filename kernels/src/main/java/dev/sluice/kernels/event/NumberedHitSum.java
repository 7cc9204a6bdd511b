package dev.sluice.kernels.event;

import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.event.NumberedSum;
import dev.sluice.kernels.internal.event.NumberedSumPlan;
import dev.sluice.kernels.internal.event.StraxHit;
import dev.sluice.kernels.internal.event.StraxRecord;
import dev.sluice.kernels.internal.event.SumWaveformPlan;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Sums the waveforms of the hits in every peak, where hits number their records and lie in them.
///
/// Immutable and safe from any thread; it owns no memory. It gives what `SumWaveformKernel` gives without links, bit
/// for bit, but takes hits as a run has them: `record_i` counts from anywhere, and is not believed. A hit is of its
/// record if that is the first of its channel and time, and starts `left` samples before the hit, which is inside it.
/// Hits whose numbers are wrong, or that are refused, are for `SumWaveformKernel`.
public final class NumberedHitSum {

    private final PeakLayout peaks;
    private final NumberedSumPlan plan;
    private final NumberedSumPlan.Loop loop;
    private final Call.Body body = this::run;

    NumberedHitSum(PeakLayout peaks, SumWaveformPlan plan) {
        this.peaks = peaks;
        this.plan = new NumberedSumPlan(plan);
        this.loop = Loops.of(Kernels.provider(), this.plan, NumberedSum::scalar);
    }

    /// Bytes of scratch memory that a call takes: 12 per sample of the longest peak, 8 per channel, and 64.
    public long scratchBytes() {
        return plan.scratchBytes();
    }

    /// Sums the waveforms of `peakCount` peaks, in place, of hits to which the first record has the number `number`.
    ///
    /// The segments hold packed rows from their first byte on; `scratch` has `scratchBytes()` bytes. Returns true; or
    /// false, with nothing written, if a hit is not of the record of its number, or if `SumWaveformKernel` would refuse
    /// a peak or a hit, or a gain is not finite. Fails like `PeakChargeKernel.compute`, and with
    /// `IllegalArgumentException` if peaks or scratch overlap anything. Allocates nothing.
    public boolean sum(
            MemorySegment peakSegment,
            long peakCount,
            MemorySegment hits,
            long hitCount,
            MemorySegment records,
            long recordCount,
            long number,
            MemorySegment scratch) {
        int stride = peaks.stride();
        int record = StraxRecord.bytes(plan.sum().samples());
        long peak = Segments.addressOfResults("peaks", peakSegment, 0, peakCount, stride, stride);
        long hit = Segments.addressOfRecords("hits", hits, 0, hitCount, StraxHit.BYTES, StraxHit.BYTES);
        long first = Segments.addressOfRecords("records", records, 0, recordCount, record, record);
        long room = Segments.addressOfResults("scratch", scratch, 0, scratchBytes(), 1, 1);
        // What was checked is trusted afterwards, so nothing may be written over it.
        Fields.requireApart("peaks", peak, peakCount * stride, "hits", hit, hitCount * StraxHit.BYTES);
        Fields.requireApart("peaks", peak, peakCount * stride, "records", first, recordCount * record);
        Fields.requireApart("scratch", room, scratchBytes(), "hits", hit, hitCount * StraxHit.BYTES);
        Fields.requireApart("scratch", room, scratchBytes(), "records", first, recordCount * record);
        Fields.requireApart("peaks", peak, peakCount * stride, "scratch", room, scratchBytes());
        return Call.begin()
                        .holding(peakSegment)
                        .holding(hits)
                        .holding(records)
                        .holding(scratch)
                        .with(peak)
                        .with(peakCount)
                        .with(hit)
                        .with(hitCount)
                        .with(first)
                        .with(recordCount)
                        .with(number)
                        .with(room)
                        .run(body)
                != 0;
    }

    private long run(Call call) {
        boolean summed = loop.run(
                call.number(0),
                call.number(1),
                call.number(2),
                call.number(3),
                call.number(4),
                call.number(5),
                call.number(6),
                call.number(7));
        return summed ? 1 : 0;
    }
}
